import axios, { AxiosError, AxiosInstance, InternalAxiosRequestConfig } from 'axios';
import { logger } from './logger';

interface RetryConfig extends InternalAxiosRequestConfig {
  attempt?: number;
}

export interface NewPayout {
  payee_id: string;
  instrument_id: string;
  amount: string;
  currency: string;
  reference?: string;
}

const MAX_ATTEMPTS = 5;

export class AntonClient {
  private readonly http: AxiosInstance;

  constructor(baseURL = process.env.ANTON_BASE_URL, apiKey = process.env.ANTON_API_KEY) {
    this.http = axios.create({ baseURL, timeout: 30_000 });
    this.http.interceptors.request.use((config) => {
      config.headers.set('Authorization', `Bearer ${apiKey}`);
      return config;
    });
    this.http.interceptors.response.use(
      (response) => {
        logger.info({ url: response.config.url, status: response.status, requestId: response.headers['x-request-id'] });
        return response;
      },
      (error: AxiosError) => this.onError(error),
    );
  }

  private async onError(error: AxiosError): Promise<unknown> {
    const config = error.config as RetryConfig | undefined;
    const status = error.response?.status;
    logger.warn({ url: config?.url, status, requestId: error.response?.headers['x-request-id'], code: error.code });
    const transient = status === undefined || status === 429 || status >= 500;
    const attempt = (config?.attempt ?? 0) + 1;
    if (!config || !transient || attempt >= MAX_ATTEMPTS) {
      return Promise.reject(error);
    }
    config.attempt = attempt;
    const retryAfter = error.response?.headers['retry-after'];
    const backoff = Math.min(30_000, 1000 * 2 ** attempt);
    const wait = retryAfter ? Number(retryAfter) * 1000 : backoff * (0.5 + Math.random() / 2);
    await new Promise((resolve) => setTimeout(resolve, wait));
    return this.http.request(config);
  }

  async balance(currency: string): Promise<{ available: string; pending: string }> {
    const { data } = await this.http.get(`/v1/balances/${currency}`);
    return data.data;
  }

  async createPayee(input: { name: string; country: string }, idempotencyKey: string): Promise<{ id: string }> {
    return this.create('/v1/payees', input, idempotencyKey);
  }

  async createInstrument(payeeId: string, input: object, idempotencyKey: string): Promise<{ id: string }> {
    return this.create(`/v1/payees/${encodeURIComponent(payeeId)}/instruments`, input, idempotencyKey);
  }

  async createPayout(input: NewPayout, idempotencyKey: string): Promise<{ id: string; status: string }> {
    return this.create('/v1/payouts', input, idempotencyKey);
  }

  async *payouts(pageSize = 100) {
    let cursor: string | null = null;
    while (true) {
      const { data } = await this.http.get('/v1/payouts', { params: { limit: pageSize, ...(cursor ? { cursor } : {}) } });
      for (const payout of data.data) yield payout;
      if (!data.has_more) break;
      cursor = data.next_cursor;
    }
  }

  private async create<T>(path: string, input: unknown, idempotencyKey: string): Promise<T> {
    const { data } = await this.http.post(path, input, { headers: { 'Idempotency-Key': idempotencyKey } });
    return data.data;
  }
}
