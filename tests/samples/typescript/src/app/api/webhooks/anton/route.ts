import { NextResponse } from "next/server";
import { stateOf } from "@/lib/anton/lifecycle";
import { verifySignature } from "@/lib/anton/signature";
import type { WebhookEvent } from "@/lib/anton/types";
import { env } from "@/lib/env";
import { logger } from "@/lib/logger";
import { redis } from "@/lib/redis";

export const runtime = "nodejs";

const REMEMBERED_SECONDS = 7 * 24 * 60 * 60;

export async function POST(request: Request): Promise<NextResponse> {
  const rawBody = Buffer.from(await request.arrayBuffer());
  const genuine = verifySignature(
    rawBody,
    request.headers.get("X-Webhook-Signature"),
    request.headers.get("X-Webhook-Timestamp"),
    env.ANTON_WEBHOOK_SECRET,
  );
  if (!genuine) return NextResponse.json({ error: "bad signature" }, { status: 401 });

  const event = JSON.parse(rawBody.toString("utf8")) as WebhookEvent;
  const first = await redis.set(`anton:event:${event.id}`, "1", "EX", REMEMBERED_SECONDS, "NX");
  if (first === null) return NextResponse.json({ duplicate: true });

  if (event.type.startsWith("payout.")) {
    await redis.hset("earnings", event.data.id, stateOf(event.data.status));
  }
  logger.info({ eventId: event.id, type: event.type }, "anton event handled");
  return NextResponse.json({ received: true });
}
