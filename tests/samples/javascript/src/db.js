import pg from "pg";
import { config } from "./config.js";

const pool = new pg.Pool({ connectionString: config.databaseUrl });

// A deadlock is gone at the next try, so there is no pause.
export async function query(text, values) {
  for (let tries = 0; ; tries++) {
    try {
      return await pool.query(text, values);
    } catch (error) {
      if (error.code !== "40P01" || tries >= 2) throw error;
    }
  }
}

/** Note an event's id. False where it was noted before. */
export async function rememberEvent(eventId) {
  const { rowCount } = await query(
    "INSERT INTO webhook_events (id) VALUES ($1) ON CONFLICT (id) DO NOTHING",
    [eventId],
  );
  return rowCount === 1;
}

export async function setInvoiceState(payoutId, state) {
  await query("UPDATE invoices SET state = $2 WHERE payout_id = $1", [payoutId, state]);
}
