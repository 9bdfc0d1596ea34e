import { Hono } from 'hono';
import { next } from './claims.js';

const encoder = new TextEncoder();
const kv = await Deno.openKv();
const app = new Hono();

const hex = (bytes) => Uint8Array.from(bytes.match(/../g) ?? [], (pair) => parseInt(pair, 16));

const antonSignature = async (c, proceed) => {
  const time = c.req.header('X-Webhook-Timestamp') ?? '';
  const [, mac] = (c.req.header('X-Webhook-Signature') ?? '').split('v1=');
  if (!mac || Math.abs(Date.now() - Number(time) * 1000) > 300_000) return c.body(null, 401);
  const secret = encoder.encode(process.env.ANTON_WEBHOOK_SECRET);
  const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
  const body = await c.req.text();
  if (!(await crypto.subtle.verify('HMAC', key, hex(mac), encoder.encode(`${time}.${body}`)))) return c.body(null, 401);
  c.set('event', JSON.parse(body));
  await proceed();
};

app.post('/anton', antonSignature, async (c) => {
  const event = c.get('event');
  const { ok } = await kv.atomic().check({ key: ['event', event.id], versionstamp: null }).set(['event', event.id], 1).commit();
  if (ok && event.type.startsWith('payout.')) {
    const claim = await kv.get(['claim', event.data.id]);
    await kv.set(['state', claim.value], next(event.data));
  }
  return c.body(null, 204);
});

export default app;
