import type { FastifyBaseLogger } from "fastify";
import got, { type Got } from "got";
import { octopus } from "../config.js";
import { retry, timeout } from "./resilience.js";
import { accessToken, forgetToken } from "./token.js";

export function octopusClient(log: FastifyBaseLogger): Got {
  return got.extend({
    prefixUrl: octopus.baseUrl,
    responseType: "json",
    timeout,
    retry,
    hooks: {
      beforeRequest: [
        async (options) => {
          options.headers.authorization = `Bearer ${await accessToken()}`;
        },
      ],
      afterResponse: [
        (response) => {
          log.info(
            { path: response.requestUrl.pathname, status: response.statusCode, requestId: response.headers["x-request-id"] },
            "octopus response",
          );
          if (response.statusCode === 401) forgetToken();
          return response;
        },
      ],
      beforeError: [
        (error) => {
          log.warn({ code: error.code, requestId: error.response?.headers["x-request-id"] }, "octopus request failed");
          return error;
        },
      ],
    },
  });
}
