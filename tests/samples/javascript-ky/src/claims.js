import Big from 'big.js';
import { availableOf, instrumentOf, payeeOf, sendPayout } from './api.js';

const knownPayee = (kv) => async (person) => {
  const known = await kv.get(['payee', person.id]);
  if (known.value) return known.value;
  const payeeId = await payeeOf(person);
  const instrumentId = await instrumentOf(payeeId, person);
  await kv.set(['payee', person.id], { payeeId, instrumentId });
  return { payeeId, instrumentId };
};

export const payClaim = (kv) => async (claim, person) => {
  const available = await availableOf(claim.currency);
  if (Big(available).lt(Big(claim.amount))) return { paid: false, why: 'funds' };
  const { data } = await sendPayout(claim, await knownPayee(kv)(person));
  await kv.set(['claim', data.id], claim.id);
  return { paid: true, payout: data.id };
};

const isOpen = (status) => ['screening', 'pending_approval', 'processing', 'sent'].includes(status);
const isLost = (status) => ['failed', 'returned', 'cancelled'].includes(status);

export const next = (payout) => {
  if (isOpen(payout.status)) return 'wait';
  if (payout.status === 'completed') return 'close';
  if (isLost(payout.status)) return 'reopen';
  console.warn(`payout ${payout.id} is ${payout.status}, which is new`);
  return 'wait';
};
