import { query } from "./db.js";

export async function findInvoice(id) {
  const { rows } = await query("SELECT document FROM invoices WHERE id = $1", [id]);
  return rows[0]?.document;
}
