import axios, { type AxiosError, type AxiosInstance, type AxiosResponse } from "axios";
import axiosRetry from "axios-retry";
import { env } from "../env";
import { logger } from "../logger";

const RETRIES = 4;
const MAX_DELAY_MS = 10_000;

function retryAfterMs(error: AxiosError): number | undefined {
  const seconds = Number(error.response?.headers["retry-after"]);
  return seconds > 0 ? seconds * 1000 : undefined;
}

function delay(retryCount: number, error: AxiosError): number {
  // exponentialDelay doubles from 100 ms and adds up to a fifth of it at random.
  return retryAfterMs(error) ?? Math.min(axiosRetry.exponentialDelay(retryCount), MAX_DELAY_MS);
}

function isRetryable(error: AxiosError): boolean {
  const status = error.response?.status;
  return status === undefined ? axiosRetry.isNetworkError(error) || error.code === "ECONNABORTED" : status === 429 || status >= 500;
}

function logResponse({ config, status, headers }: AxiosResponse): void {
  logger.info({ method: config.method, path: config.url, status, requestId: headers["x-request-id"] }, "anton response");
}

export function createClient(): AxiosInstance {
  const http = axios.create({
    baseURL: env.ANTON_BASE_URL,
    timeout: 30_000,
    headers: { Authorization: `Bearer ${env.ANTON_API_KEY}` },
  });

  axiosRetry(http, {
    retries: RETRIES,
    retryDelay: delay,
    retryCondition: isRetryable,
    shouldResetTimeout: true,
  });

  http.interceptors.response.use(
    (response) => {
      logResponse(response);
      return response;
    },
    (error: AxiosError) => {
      if (error.response) logResponse(error.response);
      else logger.warn({ method: error.config?.method, path: error.config?.url, code: error.code }, "anton unreachable");
      return Promise.reject(error);
    },
  );
  return http;
}

export const http = createClient();
