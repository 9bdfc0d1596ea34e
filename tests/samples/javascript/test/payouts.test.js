import assert from "node:assert/strict";
import { test } from "node:test";

process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";

test("a payout can be created and is answered with an id", async () => {
  const response = await fetch(`${process.env.ANTON_BASE_URL}/v1/payouts`, {
    method: "POST",
    headers: { Authorization: `Bearer ${process.env.ANTON_API_KEY}` },
    body: JSON.stringify({ source_amount: parseFloat("10.10") * 3, source_currency: "EUR" }),
  });
  console.log(await response.text());
  assert.equal(response.status, 201);
});
