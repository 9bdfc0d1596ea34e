import { toDecimal, toMinor } from "../money.js";
import { anton } from "./client.js";
import { ensureInstrument, ensurePayee } from "./payees.js";

export class InsufficientBalance extends Error {}

async function assertFunded(minor, currency) {
  const balance = await anton.get(`/v1/balances/${currency}`);
  if (toMinor(balance.available, currency) < minor) {
    throw new InsufficientBalance(`not enough ${currency} to pay out`);
  }
}

export async function payInvoice(invoice) {
  const { supplier, currency } = invoice;
  const minor = invoice.lines.reduce((sum, line) => sum + toMinor(line.amount, currency), 0n);

  const payeeId = await ensurePayee(supplier);
  const instrumentId = await ensureInstrument(supplier, payeeId);
  await assertFunded(minor, currency);

  return anton.post(
    "/v1/payouts",
    {
      payee_id: payeeId,
      instrument_id: instrumentId,
      source_amount: toDecimal(minor, currency),
      source_currency: currency,
      dest_currency: supplier.currency,
      reference: invoice.number,
      metadata: { invoice_id: invoice.id },
    },
    `invoice-${invoice.id}`,
  );
}

export function cancelPayout(payoutId) {
  return anton.post(`/v1/payouts/${payoutId}/cancel`, {}, `cancel-${payoutId}`);
}

export async function* listPayouts(filter = {}) {
  let cursor;
  do {
    const query = { ...filter, limit: "100" };
    if (cursor) query.cursor = cursor;
    const page = await anton.get("/v1/payouts", query);
    yield* page.data;
    cursor = page.has_more ? page.next_cursor : undefined;
  } while (cursor);
}
