import { HttpService } from '@nestjs/axios';
import { Injectable, Logger } from '@nestjs/common';
import { AxiosError, AxiosRequestConfig, AxiosResponse } from 'axios';
import { firstValueFrom, retry, tap, throwError, timer } from 'rxjs';
import { Page, Payout, PayoutRequest } from './anton.types';

const MAX_RETRIES = 4;

@Injectable()
export class AntonService {
  private readonly logger = new Logger(AntonService.name);

  constructor(private readonly http: HttpService) {}

  async getAvailable(currency: string): Promise<string> {
    const { data } = await this.send<{ data: { available: string } }>({ method: 'GET', url: `/v1/balances/${currency}` });
    return data.available;
  }

  async createPayee(payee: { name: string; country: string }, key: string): Promise<string> {
    const { data } = await this.send<{ data: { id: string } }>(this.post('/v1/payees', payee, key));
    return data.id;
  }

  async createInstrument(payeeId: string, bank: Record<string, string>, key: string): Promise<string> {
    const { data } = await this.send<{ data: { id: string } }>(this.post(`/v1/payees/${payeeId}/instruments`, bank, key));
    return data.id;
  }

  async createPayout(request: PayoutRequest, key: string): Promise<Payout> {
    const { data } = await this.send<{ data: Payout }>(this.post('/v1/payouts', request, key));
    return data;
  }

  async *listPayouts(): AsyncGenerator<Payout> {
    let cursor: string | undefined;
    do {
      const page = await this.send<Page<Payout>>({ method: 'GET', url: '/v1/payouts', params: { limit: 100, cursor } });
      yield* page.data;
      cursor = page.has_more ? page.next_cursor : undefined;
    } while (cursor);
  }

  private post(url: string, data: unknown, key: string): AxiosRequestConfig {
    return { method: 'POST', url, data, headers: { 'Idempotency-Key': key } };
  }

  private async send<T>(config: AxiosRequestConfig): Promise<T> {
    const response = await firstValueFrom(
      this.http.request<T>(config).pipe(
        tap({ next: (r) => this.note(config, r), error: (e: AxiosError) => this.note(config, e.response) }),
        retry({ count: MAX_RETRIES, delay: (error: AxiosError, n) => this.pause(error, n) }),
      ),
    );
    return response.data;
  }

  private pause(error: AxiosError, attempt: number) {
    const status = error.response?.status;
    if (status === 429) {
      const seconds = Number(error.response?.headers['retry-after'] ?? 1);
      return timer(seconds * 1000);
    }
    if (status !== undefined && status < 500) {
      return throwError(() => error);
    }
    const ceiling = Math.min(20_000, 500 * 2 ** attempt);
    return timer(ceiling / 2 + (Math.random() * ceiling) / 2);
  }

  private note(config: AxiosRequestConfig, response?: AxiosResponse) {
    this.logger.log(`${config.method} ${config.url} ${response?.status ?? 'none'} ${response?.headers['x-request-id'] ?? '-'}`);
  }
}
