import { z } from "zod";

const schema = z.object({
  ANTON_BASE_URL: z.url(),
  ANTON_API_KEY: z.string().min(1),
  ANTON_WEBHOOK_SECRET: z.string().min(1),
  REDIS_URL: z.url(),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error"]).default("info"),
});

export const env = schema.parse(process.env);
