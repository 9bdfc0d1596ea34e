import { NextResponse } from "next/server";
import { InsufficientFundsError, PayoutService } from "@/lib/anton/payouts";
import { findEarnings } from "@/lib/earnings";

const service = new PayoutService();

export async function POST(request: Request): Promise<NextResponse> {
  const { creatorId, month } = (await request.json()) as { creatorId: string; month: string };
  try {
    const payout = await service.pay(await findEarnings(creatorId, month));
    return NextResponse.json({ id: payout.id }, { status: 202 });
  } catch (error) {
    if (error instanceof InsufficientFundsError) return NextResponse.json({ error: error.message }, { status: 409 });
    throw error;
  }
}
