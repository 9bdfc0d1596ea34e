// The shop's own routes have the provider's paths, and its orders the provider's words.
import type { FastifyInstance } from "fastify";

type ShopState = "PENDING" | "PAID" | "SHIPPED" | "FAILED";

export function shopRoutes(app: FastifyInstance): void {
  app.post("/api/v1/orders", async (request, reply) => {
    request.log.info({ items: (request.body as unknown[]).length }, "shop order");
    return reply.code(201).send({ status: "PENDING" satisfies ShopState });
  });
  app.get<{ Querystring: { page?: string } }>("/api/v1/orders", async (request) => ({
    page: parseInt(request.query.page ?? "1", 10),
    progress: parseFloat("0.5"),
  }));
}

export function label(state: ShopState): string {
  switch (state) {
    case "PENDING":
      return "open";
    case "FAILED":
      return "not paid";
  }
  return "on its way";
}
