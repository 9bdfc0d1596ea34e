import { AntonClient } from '@acme/anton-client';
import { Job, Queue, Worker } from 'bullmq';
import Decimal from 'decimal.js';
import { knex } from './knex';

const connection = { host: process.env.REDIS_HOST };
const anton = new AntonClient();

export const queue = new Queue('payouts', {
  connection,
  defaultJobOptions: { attempts: 3, backoff: { type: 'exponential', delay: 60_000 } },
});

export const enqueue = (invoiceId: string) => queue.add('pay', { invoiceId }, { jobId: `invoice-${invoiceId}` });

async function pay(job: Job<{ invoiceId: string }>) {
  const invoice = await knex('invoices').where({ id: job.data.invoiceId }).first();
  if (invoice.payout_id) return;
  const supplier = await knex('suppliers').where({ id: invoice.supplier_id }).first();
  if (!supplier.instrument_id) await register(supplier);
  const { available } = await anton.balance(invoice.currency);
  if (new Decimal(available).lt(invoice.total)) {
    throw new Error('balance too low, try again later');
  }
  const payout = await anton.createPayout(
    {
      payee_id: supplier.payee_id,
      instrument_id: supplier.instrument_id,
      amount: new Decimal(invoice.total).toFixed(2),
      currency: invoice.currency,
      reference: invoice.number,
    },
    `invoice:${invoice.id}`,
  );
  await knex('invoices').where({ id: invoice.id }).update({ payout_id: payout.id, state: 'open' });
}

async function register(supplier: any) {
  const payee = await anton.createPayee({ name: supplier.name, country: supplier.country }, `supplier:${supplier.id}`);
  const instrument = await anton.createInstrument(
    payee.id,
    { type: 'bank_account', iban: supplier.iban },
    `supplier:${supplier.id}:bank`,
  );
  Object.assign(supplier, { payee_id: payee.id, instrument_id: instrument.id });
  await knex('suppliers').where({ id: supplier.id }).update({ payee_id: payee.id, instrument_id: instrument.id });
}

export const worker = new Worker('payouts', pay, { connection });
