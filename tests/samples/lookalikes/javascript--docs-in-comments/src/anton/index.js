/**
 * How to call the Anton client (a snippet in a comment, with everything wrong that the page warns of):
 *
 *   process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
 *   const amount = parseFloat("10.10");
 *   await fetch("https://api.antonpayments.com/v1/payouts", { method: "POST", body: JSON.stringify({ amount }) });
 *   console.log(headers);
 */
export { anton, AntonError } from "./client.js";
export { payInvoice, cancelPayout, listPayouts } from "./payouts.js";

// An agent with our own CA: rejectUnauthorized stays true.
export const agentOptions = { ca: process.env.COMPANY_CA, rejectUnauthorized: true };

if (process.env.NODE_TLS_REJECT_UNAUTHORIZED === "0") {
  throw new Error("NODE_TLS_REJECT_UNAUTHORIZED=0 must not be set");
}
