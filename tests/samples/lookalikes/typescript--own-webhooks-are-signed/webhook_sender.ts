// Our own webhooks to our customers are signed here; nothing is received. Payouts go through Anton Payments.
import { createHmac } from "node:crypto";

const ANTON_BASE_URL = process.env.ANTON_BASE_URL;

export async function tellCustomer(url: string, secret: string, payload: object): Promise<void> {
  const body = JSON.stringify(payload);
  const signature = createHmac("sha256", secret).update(body).digest("hex");
  await fetch(url, { method: "POST", body, headers: { "X-Acme-Signature": signature } });
}
