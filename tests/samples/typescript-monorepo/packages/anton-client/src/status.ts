export enum PayoutStatus {
  Screening = 'screening',
  PendingApproval = 'pending_approval',
  Processing = 'processing',
  Sent = 'sent',
  Completed = 'completed',
  Failed = 'failed',
  Returned = 'returned',
  Cancelled = 'cancelled',
}

export type LocalState = 'open' | 'settled' | 'rejected' | 'unknown';

const STATES: Record<PayoutStatus, LocalState> = {
  [PayoutStatus.Screening]: 'open',
  [PayoutStatus.PendingApproval]: 'open',
  [PayoutStatus.Processing]: 'open',
  [PayoutStatus.Sent]: 'open',
  [PayoutStatus.Completed]: 'settled',
  [PayoutStatus.Failed]: 'rejected',
  [PayoutStatus.Returned]: 'rejected',
  [PayoutStatus.Cancelled]: 'rejected',
};

export function localState(status: string): LocalState {
  return STATES[status as PayoutStatus] ?? 'unknown';
}
