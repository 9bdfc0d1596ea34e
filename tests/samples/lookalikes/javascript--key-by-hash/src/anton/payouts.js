// The key is a hash of the business data; the amount is kept in whole cents and formatted to a text at the end.
import { createHash, randomUUID } from "node:crypto";
import { toMinor } from "../money.js";
import { log } from "../log.js";
import { anton } from "./client.js";
import { ensureInstrument, ensurePayee } from "./payees.js";

export class InsufficientBalance extends Error {}

const keyOf = (...parts) => createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, 40);

function format(cents) {
  const digits = String(cents).padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

class Funds {
  constructor(client) {
    this.client = client;
  }

  async cover(cents, currency) {
    const { available } = await this.client.get(`/v1/balances/${currency}`);
    return toMinor(available, currency) >= cents;
  }
}

const funds = new Funds(anton);

export async function payInvoice(invoice) {
  const traceId = randomUUID();
  const cents = invoice.lines.reduce((sum, line) => sum + BigInt(line.cents), 0n);
  if (!(await funds.cover(cents, invoice.currency))) throw new InsufficientBalance(invoice.id);
  const payeeId = await ensurePayee(invoice.supplier);
  const instrumentId = await ensureInstrument(invoice.supplier, payeeId);
  const body = {
    payee_id: payeeId,
    instrument_id: instrumentId,
    source_amount: format(cents),
    source_currency: invoice.currency,
    metadata: { trace_id: traceId },
  };
  const payout = await anton.post("/v1/payouts", body, keyOf("payout", invoice.id, String(invoice.version)));
  log.info("paid", { traceId, payoutId: payout.id, ms: Math.round(performance.now()) });
  return payout;
}

export async function* listPayouts() {
  let cursor;
  for (;;) {
    const page = await anton.get("/v1/payouts", cursor ? { limit: "100", cursor } : { limit: "100" });
    yield* page.data;
    if (!page.has_more) return;
    cursor = page.next_cursor;
  }
}
