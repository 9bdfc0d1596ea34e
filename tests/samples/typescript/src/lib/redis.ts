import Redis from "ioredis";
import { env } from "./env";

export const redis = new Redis(env.REDIS_URL, {
  retryStrategy: (times: number) => (times > 20 ? null : 50),
});
