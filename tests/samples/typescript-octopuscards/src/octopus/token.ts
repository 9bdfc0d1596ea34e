import got from "got";
import { octopus } from "../config.js";
import { retry, timeout } from "./resilience.js";

interface Login {
  data: { access_token: string; access_expires_at: string };
}

const EARLY_MS = 5 * 60 * 1000;

let current: Promise<Login["data"]> | undefined;

async function logIn(): Promise<Login["data"]> {
  const reply = await got.post<Login>("auth/login", {
    prefixUrl: octopus.baseUrl,
    json: { username: octopus.apiKey, password: octopus.apiSecret },
    responseType: "json",
    timeout,
    retry,
  });
  return reply.body.data;
}

export function forgetToken(): void {
  current = undefined;
}

/** The token of this process, fetched again five minutes before it ends. */
export async function accessToken(): Promise<string> {
  const login = await (current ??= logIn());
  if (Date.parse(login.access_expires_at) - Date.now() > EARLY_MS) {
    return login.access_token;
  }
  current = logIn();
  return (await current).access_token;
}
