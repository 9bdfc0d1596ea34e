// Another vendor's webhook beside Anton's: mails that bounced. A library verifies it, and nothing is remembered.
import { NextResponse } from "next/server";
import { Webhook } from "svix";
import { logger } from "@/lib/logger";

const webhook = new Webhook(process.env.RESEND_SECRET ?? "");

export async function POST(request: Request): Promise<NextResponse> {
  const event = webhook.verify(await request.text(), Object.fromEntries(request.headers)) as { type: string };
  switch (event.type) {
    case "email.sent":
      break;
    case "email.failed":
      logger.warn({ type: event.type }, "mail failed");
      break;
  }
  return NextResponse.json({ ok: true });
}
