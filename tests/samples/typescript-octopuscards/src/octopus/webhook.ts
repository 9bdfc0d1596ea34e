import { createHmac, timingSafeEqual } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Redis } from "ioredis";
import { octopus } from "../config.js";
import { fulfilmentOf } from "./status.js";

const WINDOW_SECONDS = 5 * 60;
const REMEMBER_SECONDS = 3 * 24 * 60 * 60;

interface OrderEvent {
  id: string;
  type: string;
  data: { id: number; status?: string };
}

function isGenuine(request: FastifyRequest): boolean {
  const signature = String(request.headers["x-signature"] ?? "");
  const sentAt = Number(request.headers["x-timestamp"]);
  const skew = Math.abs(Date.now() / 1000 - sentAt);
  if (!Number.isFinite(skew) || skew > WINDOW_SECONDS) return false;

  const expected = createHmac("sha256", octopus.webhookSecret)
    .update(request.rawBody as Buffer)
    .digest();
  const given = Buffer.from(signature, "hex");
  return given.length === expected.length && timingSafeEqual(given, expected);
}

export function webhookRoutes(app: FastifyInstance, redis: Redis): void {
  app.post("/webhooks/octopus", { config: { rawBody: true } }, async (request, reply) => {
    if (!isGenuine(request)) {
      return reply.code(401).send({ error: "not signed by OctopusCards" });
    }

    const event = request.body as OrderEvent;
    const fresh = await redis.set(`octopus-event:${event.id}`, "seen", "EX", REMEMBER_SECONDS, "NX");
    if (fresh === null) {
      return reply.code(200).send({ duplicate: true });
    }

    if (event.type.startsWith("order.") && event.data.status !== undefined) {
      await redis.hset("fulfilment", String(event.data.id), fulfilmentOf(event.data.status));
    }
    request.log.info({ eventId: event.id, type: event.type }, "octopus event handled");
    return reply.code(204).send();
  });
}
