// Statuses as an enum with a fallback for newer ones, and a second table that only knows what it paints.
export enum PayoutState {
  Screening = "screening",
  PendingApproval = "pending_approval",
  Processing = "processing",
  Sent = "sent",
  Completed = "completed",
  Failed = "failed",
  Returned = "returned",
  Cancelled = "cancelled",
  Unknown = "unknown",
}

export type EarningsState = "on_its_way" | "paid" | "needs_attention" | "unpaid";

const OUTCOME = new Map<PayoutState, EarningsState>([
  [PayoutState.Screening, "on_its_way"],
  [PayoutState.PendingApproval, "on_its_way"],
  [PayoutState.Processing, "on_its_way"],
  [PayoutState.Sent, "on_its_way"],
  [PayoutState.Completed, "paid"],
  [PayoutState.Failed, "needs_attention"],
  [PayoutState.Returned, "needs_attention"],
  [PayoutState.Cancelled, "unpaid"],
]);

export function parseState(text: string): PayoutState {
  return Object.values(PayoutState).find((each) => each === text) ?? PayoutState.Unknown;
}

export function stateOf(status: string): EarningsState {
  return OUTCOME.get(parseState(status)) ?? "needs_attention";
}

export const COLOURS: Record<string, string> = { completed: "green", failed: "red", cancelled: "grey" };
