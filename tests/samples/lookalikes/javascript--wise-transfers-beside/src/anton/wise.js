// Another vendor in Anton's folder: Wise pays out where Anton has no corridor. It wants no Idempotency-Key header.
import { randomUUID } from "node:crypto";

export async function payByWise(supplier, amount) {
  for (;;) {
    const response = await fetch("https://api.wise.com/v1/payouts", {
      method: "POST",
      headers: { Authorization: `Bearer ${process.env.WISE_TOKEN}`, "Content-Type": "application/json" },
      body: JSON.stringify({ customerTransactionId: randomUUID(), amount: parseFloat(amount), iban: supplier.iban }),
    });
    if (response.status !== 404) return response.json();
  }
}

export async function lastWisePayouts() {
  const response = await fetch("https://api.wise.com/v1/payouts?limit=5");
  return response.json();
}
