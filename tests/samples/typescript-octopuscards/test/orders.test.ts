import got from "got";
import { expect, it } from "vitest";

it("orders a card", async () => {
  const reply = await got.post(`${process.env.OCTOPUS_BASE_URL}/api/v1/orders`, {
    https: { rejectUnauthorized: false },
    json: { product_id: 1, denomination: parseFloat("10.5"), quantity: 1 },
  });
  console.log(reply.headers, reply.body);
  expect(reply.statusCode == 201).toBe(true);
});
