export type PayoutStatus =
  | 'screening'
  | 'pending_approval'
  | 'processing'
  | 'sent'
  | 'completed'
  | 'failed'
  | 'returned'
  | 'cancelled';

export interface Payout {
  id: string;
  status: PayoutStatus | (string & {});
}

export interface PayoutRequest {
  payee_id: string;
  instrument_id: string;
  amount: string;
  currency: string;
}

export interface Page<T> {
  data: T[];
  has_more: boolean;
  next_cursor?: string;
}
