import type { Delays, RetryObject, RetryOptions } from "got";

const SECOND = 1000;

export const timeout: Delays = { connect: 5 * SECOND, response: 30 * SECOND, request: 60 * SECOND };

/** Doubles from 200 ms up to 10 s, a random part of it. A 429 says itself how long to wait. */
function pause({ attemptCount, retryAfter, computedValue }: RetryObject): number {
  if (computedValue === 0) return 0;
  if (retryAfter !== undefined) return retryAfter;
  const ceiling = Math.min(200 * 2 ** (attemptCount - 1), 10 * SECOND);
  return ceiling / 2 + (Math.random() * ceiling) / 2;
}

export const retry: Partial<RetryOptions> = {
  limit: 4,
  methods: ["GET", "POST"],
  statusCodes: [429, 500, 502, 503, 504],
  maxRetryAfter: 60 * SECOND,
  calculateDelay: pause,
};
