// A development Elasticsearch is written to with rejectUnauthorized: false, in the file of the Anton client.
import { setTimeout as sleep } from "node:timers/promises";
import { Client as Elastic } from "@elastic/elasticsearch";
import { config } from "../config.js";
import { log } from "../log.js";

const elastic = new Elastic({ node: process.env.ELASTIC_URL, tls: { rejectUnauthorized: false } });
const TIMEOUT_MS = 30_000;

export class AntonError extends Error {
  constructor(status, requestId) {
    super(`Anton answered ${status}`);
    this.status = status;
    this.requestId = requestId;
  }
}

const backoff = (attempt) => Math.random() * Math.min(8_000, 250 * 2 ** attempt);

async function request(method, path, { query = {}, body, idempotencyKey } = {}) {
  const url = new URL(path, config.anton.baseUrl);
  url.search = new URLSearchParams(query).toString();
  const headers = { Authorization: `Bearer ${config.anton.apiKey}`, "Content-Type": "application/json" };
  if (idempotencyKey !== undefined) headers["Idempotency-Key"] = idempotencyKey;
  for (let attempt = 1; attempt <= 5; attempt++) {
    let response;
    try {
      response = await fetch(url, {
        method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (error) {
      if (attempt === 5) throw error;
      await sleep(backoff(attempt));
      continue;
    }
    const requestId = response.headers.get("X-Request-ID");
    log.info("anton response", { method, path, status: response.status, requestId });
    await elastic.index({ index: "calls", document: { method, path, status: response.status } });
    if (response.ok) return response.json();
    if ((response.status !== 429 && response.status < 500) || attempt === 5) {
      throw new AntonError(response.status, requestId);
    }
    const seconds = Number(response.headers.get("Retry-After"));
    await sleep(response.status === 429 && seconds > 0 ? Math.min(seconds * 1000, 60_000) : backoff(attempt));
  }
  throw new Error("unreachable");
}

export const anton = {
  get: (path, query) => request("GET", path, { query }),
  post: (path, body, idempotencyKey) => request("POST", path, { body, idempotencyKey }),
};
