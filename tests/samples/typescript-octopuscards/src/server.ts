import Fastify from "fastify";
import rawBody from "fastify-raw-body";
import { Redis } from "ioredis";
import { redisUrl } from "./config.js";
import { octopusClient } from "./octopus/http.js";
import { OrderService, type VoucherLine } from "./octopus/orders.js";
import { fulfilmentOf } from "./octopus/status.js";
import { webhookRoutes } from "./octopus/webhook.js";

const app = Fastify({ logger: true });
const redis = new Redis(redisUrl, { connectTimeout: 2_000, maxRetriesPerRequest: null });
const orders = new OrderService(octopusClient(app.log));

await app.register(rawBody, { field: "rawBody", global: false, encoding: false, runFirst: true });
webhookRoutes(app, redis);

app.post<{ Body: VoucherLine }>("/fulfil", async (request, reply) => {
  const order = await orders.orderVouchers(request.body);
  const final = await orders.follow("api/v1/orders", order);
  return reply.code(200).send({ order: final.id, fulfilment: fulfilmentOf(final.status) });
});

await app.listen({ port: 8080, host: "0.0.0.0" });
