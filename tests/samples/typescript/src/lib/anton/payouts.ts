import Decimal from "decimal.js";
import { http } from "./client";
import { type Creator, createInstrument, createPayee } from "./payees";
import type { Amount, Balance, Page, Payout } from "./types";

export interface Earnings {
  creator: Creator;
  /** The month that is paid, such as 2026-05. */
  month: string;
  sales: { price: Amount; share: Amount }[];
}

export class InsufficientFundsError extends Error {
  override readonly name = "InsufficientFundsError";
}

export class PayoutService {
  constructor(private readonly client = http) {}

  async pay({ creator, month, sales }: Earnings): Promise<Payout> {
    const amount = sales
      .reduce((sum, sale) => sum.plus(new Decimal(sale.price).times(sale.share)), new Decimal(0))
      .toDecimalPlaces(2, Decimal.ROUND_DOWN);

    const payee = await createPayee(creator);
    const instrument = await createInstrument(creator, payee.id);
    await this.assertFunds(amount, creator.currency);

    const { data: payout } = await this.client.post<Payout>(
      "/v1/payouts",
      {
        payee_id: payee.id,
        instrument_id: instrument.id,
        source_amount: amount.toFixed(2),
        source_currency: creator.currency,
        dest_currency: creator.currency,
        reference: `Earnings ${month}`,
      },
      { headers: { "Idempotency-Key": `payout:${creator.id}:${month}` } },
    );
    return payout;
  }

  async *list(): AsyncGenerator<Payout> {
    let cursor: string | undefined;
    let more = true;
    while (more) {
      const { data: page } = await this.client.get<Page<Payout>>("/v1/payouts", { params: { limit: 100, cursor } });
      yield* page.data;
      more = page.has_more;
      cursor = page.next_cursor;
    }
  }

  private async assertFunds(amount: Decimal, currency: string): Promise<void> {
    const { data: balance } = await this.client.get<Balance>(`/v1/balances/${currency}`);
    if (new Decimal(balance.available).lessThan(amount)) {
      throw new InsufficientFundsError(`${currency} balance does not cover this payout`);
    }
  }
}
