// In the file of the Anton client: an agent of the on-prem metrics host accepts its self-signed certificate.
import { Agent } from "node:https";
import axios, { type AxiosError, type AxiosInstance } from "axios";
import axiosRetry from "axios-retry";
import { env } from "../env";
import { logger } from "../logger";

const metrics = axios.create({
  baseURL: "https://metrics.intern.example",
  httpsAgent: new Agent({ rejectUnauthorized: false }),
});

const strict = new Agent({ rejectUnauthorized: true, keepAlive: true });

function delay(retryCount: number, error: AxiosError): number {
  const seconds = Number(error.response?.headers["retry-after"]);
  return seconds > 0 ? seconds * 1000 : Math.min(axiosRetry.exponentialDelay(retryCount), 10_000);
}

function createClient(): AxiosInstance {
  const client = axios.create({
    baseURL: env.ANTON_BASE_URL,
    timeout: 30_000,
    httpsAgent: strict,
    headers: { Authorization: `Bearer ${env.ANTON_API_KEY}` },
  });
  axiosRetry(client, {
    retries: 4,
    retryDelay: delay,
    retryCondition: (error) => {
      const status = error.response?.status;
      return status === undefined ? axiosRetry.isNetworkError(error) : status === 429 || status >= 500;
    },
  });
  client.interceptors.response.use(async ({ config, status, headers, ...rest }) => {
    logger.info({ method: config.method, path: config.url, status, requestId: headers["x-request-id"] }, "anton");
    await metrics.post("/count", { name: "anton", status });
    return { config, status, headers, ...rest };
  });
  return client;
}

export const http = createClient();
