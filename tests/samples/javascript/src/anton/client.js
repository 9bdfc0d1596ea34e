import { setTimeout as sleep } from "node:timers/promises";
import { config } from "../config.js";
import { log } from "../log.js";

const MAX_ATTEMPTS = 5;
const BASE_DELAY_MS = 250;
const MAX_DELAY_MS = 8_000;
const MAX_RETRY_AFTER_MS = 60_000;
const TIMEOUT_MS = 30_000;

export class AntonError extends Error {
  constructor(status, code, requestId) {
    super(`Anton answered ${status} (${code})`);
    this.name = "AntonError";
    this.status = status;
    this.code = code;
    this.requestId = requestId;
  }
}

function backoff(attempt) {
  const ceiling = Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** (attempt - 1));
  return Math.random() * ceiling;
}

function pauseAfter(response, attempt) {
  const seconds = Number(response.headers.get("Retry-After"));
  if (response.status === 429 && seconds > 0) {
    return Math.min(seconds * 1000, MAX_RETRY_AFTER_MS);
  }
  return backoff(attempt);
}

function isRetryable(status) {
  return status === 429 || status >= 500;
}

async function failure(response) {
  const body = await response.json().catch(() => null);
  return new AntonError(response.status, body?.error?.code ?? "unknown", response.headers.get("X-Request-ID"));
}

async function request(method, path, { query = {}, body, idempotencyKey } = {}) {
  const url = new URL(path, config.anton.baseUrl);
  url.search = new URLSearchParams(query).toString();
  const headers = { Accept: "application/json", Authorization: `Bearer ${config.anton.apiKey}` };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (idempotencyKey !== undefined) headers["Idempotency-Key"] = idempotencyKey;

  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    let response;
    try {
      response = await fetch(url, {
        method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (error) {
      log.warn("anton request failed", { method, path, attempt, reason: error.name });
      if (attempt === MAX_ATTEMPTS) throw error;
      await sleep(backoff(attempt));
      continue;
    }

    const requestId = response.headers.get("X-Request-ID");
    log.info("anton response", { method, path, attempt, status: response.status, requestId });
    if (response.ok) return response.json();
    if (!isRetryable(response.status) || attempt === MAX_ATTEMPTS) throw await failure(response);
    await sleep(pauseAfter(response, attempt));
  }
  throw new Error("unreachable");
}

export const anton = {
  get: (path, query) => request("GET", path, { query }),
  post: (path, body, idempotencyKey) => request("POST", path, { body, idempotencyKey }),
};
