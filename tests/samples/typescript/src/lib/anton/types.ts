export const PAYOUT_STATUSES = [
  "screening",
  "pending_approval",
  "processing",
  "sent",
  "completed",
  "failed",
  "returned",
  "cancelled",
] as const;

export type PayoutStatus = (typeof PAYOUT_STATUSES)[number];

/** A decimal number, written out: "10.50". */
export type Amount = string;

export interface Payee {
  id: string;
  status: "active" | "archived" | "blocked";
}

export interface Instrument {
  id: string;
  currency: string;
  status: "active" | "disabled";
}

export interface Balance {
  currency: string;
  available: Amount;
  pending: Amount;
}

export interface Payout {
  id: string;
  // A status may be newer than this program.
  status: PayoutStatus | (string & {});
  source_amount: Amount;
  source_currency: string;
}

export interface Page<T> {
  data: T[];
  has_more: boolean;
  next_cursor?: string;
}

export interface WebhookEvent {
  id: string;
  type: string;
  created_at: string;
  data: { id: string; status: string };
}
