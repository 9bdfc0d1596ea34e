import type { Earnings } from "./anton/payouts";
import { redis } from "./redis";

export async function findEarnings(creatorId: string, month: string): Promise<Earnings> {
  const stored = await redis.get(`earnings:${creatorId}:${month}`);
  if (stored === null) throw new Error(`no earnings for ${month}`);
  return JSON.parse(stored) as Earnings;
}
