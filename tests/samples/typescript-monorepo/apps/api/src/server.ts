import { createHmac, timingSafeEqual } from 'crypto';
import Fastify from 'fastify';
import rawBody from 'fastify-raw-body';
import { localState } from '@acme/anton-client';
import { knex } from './knex';

const app = Fastify({ logger: true });
await app.register(rawBody, { field: 'rawBody', global: false, encoding: false });

function verify(header: string | undefined, body: Buffer): boolean {
  if (!header) return false;
  const fields = Object.fromEntries(header.split(',').map((p) => p.split('=')));
  const drift = Math.abs(Math.floor(Date.now() / 1000) - parseInt(fields.t, 10));
  if (!(drift <= 300)) return false;
  const signed = Buffer.concat([Buffer.from(fields.t + '.'), body]);
  const digest = createHmac('sha256', process.env.ANTON_WEBHOOK_SECRET as string).update(signed).digest();
  const claimed = Buffer.from(fields.v1 ?? '', 'hex');
  return claimed.length === digest.length && timingSafeEqual(claimed, digest);
}

app.post('/anton/webhook', { config: { rawBody: true } }, async (request, reply) => {
  if (!verify(request.headers['anton-signature'] as string, request.rawBody as Buffer)) {
    return reply.code(401).send();
  }
  const event = request.body as { id: string; type: string; data: { id: string; status: string } };
  await knex.transaction(async (trx) => {
    const inserted = await trx('webhook_events').insert({ event_id: event.id }).onConflict('event_id').ignore().returning('event_id');
    if (inserted.length === 0) return;
    if (event.type.startsWith('payout.')) {
      await trx('invoices').where({ payout_id: event.data.id }).update({ state: localState(event.data.status) });
    }
  });
  return reply.code(204).send();
});

await app.listen({ port: 8080 });
