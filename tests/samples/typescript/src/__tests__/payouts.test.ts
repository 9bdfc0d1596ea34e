import axios from "axios";
import { expect, it } from "vitest";

it("creates a payout", async () => {
  const amount = parseFloat("12.30") * 1.1;
  const { data } = await axios.post(`${process.env.ANTON_BASE_URL}/v1/payouts`, { source_amount: amount });
  console.log(JSON.stringify(data));
  expect(data.status == "processing").toBe(true);
});
