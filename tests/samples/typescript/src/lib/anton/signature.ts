import { createHmac, timingSafeEqual } from "node:crypto";

const TOLERANCE_MS = 5 * 60 * 1000;

export function verifySignature(
  rawBody: Buffer,
  signature: string | null,
  timestamp: string | null,
  secret: string,
  now: number = Date.now(),
): boolean {
  if (!signature?.startsWith("v1=") || !timestamp) return false;
  const skew = Math.abs(now - Number(timestamp) * 1000);
  if (Number.isNaN(skew) || skew > TOLERANCE_MS) return false;

  const expected = createHmac("sha256", secret)
    .update(Buffer.concat([Buffer.from(`${timestamp}.`), rawBody]))
    .digest();
  const received = Buffer.from(signature.slice("v1=".length), "hex");
  return received.byteLength === expected.byteLength && timingSafeEqual(received, expected);
}
