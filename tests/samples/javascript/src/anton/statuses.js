import { log } from "../log.js";

/** What a payout's status means for the invoice that it pays. */
export function invoiceStateFor(status) {
  switch (status) {
    case "screening":
    case "pending_approval":
      return "awaiting_release";
    case "processing":
    case "sent":
      return "in_transit";
    case "completed":
      return "paid";
    case "failed":
      return "payment_failed";
    case "returned":
      return "payment_returned";
    case "cancelled":
      return "open";
    default:
      log.warn("payout status not known, invoice left as it is", { status });
      return null;
  }
}
