import { logger } from "../logger";
import type { PayoutStatus } from "./types";

export type EarningsState = "on_its_way" | "paid" | "needs_attention" | "unpaid";

const STATES: Record<PayoutStatus, EarningsState> = {
  screening: "on_its_way",
  pending_approval: "on_its_way",
  processing: "on_its_way",
  sent: "on_its_way",
  completed: "paid",
  failed: "needs_attention",
  returned: "needs_attention",
  cancelled: "unpaid",
};

export function stateOf(status: string): EarningsState {
  const state = STATES[status as PayoutStatus];
  if (state === undefined) {
    logger.warn({ status }, "payout has a status that is not known here");
    return "on_its_way";
  }
  return state;
}
