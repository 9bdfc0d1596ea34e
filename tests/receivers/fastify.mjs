// A merchant's webhook receiver on Fastify.

import Fastify from "fastify";
import { announce, DEFECT, isGenuine, PATH, receive } from "./merchant.mjs";

const app = Fastify();

if (DEFECT !== "body-reserialised") {
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
}

app.post(DEFECT === "moved-elsewhere" ? `${PATH}/` : PATH, async (request, reply) => {
  const raw = DEFECT === "body-reserialised" ? JSON.stringify(request.body) : request.body;
  const check = (async () => isGenuine(request.raw, raw))();
  const verified = DEFECT === "not-awaited" ? Boolean(check) : await check;
  const [status, answer] = await receive(request.raw, raw, verified);
  return reply.code(status).send(answer);
});

await app.listen({ host: "127.0.0.1", port: Number(process.env.PORT ?? "0") });
announce(app.server.address().port);
