// States of e-mails and parcels share words with payouts at Anton Payments; a switch without a default is all right here.
import { log } from "./log.js";

export function mailIcon(status) {
  let icon = "✉";
  switch (status) {
    case "sent":
      icon = "✓";
      break;
    case "failed":
    case "returned":
      icon = "✗";
      break;
  }
  return icon;
}

export function parcelColour(parcel) {
  if (parcel.state === "processing") return "grey";
  else if (parcel.state === "completed") return "green";
  else if (parcel.state === "cancelled") return "red";
  return "blue";
}

export function share(done, total) {
  log.info("progress", { done, total, percent: parseFloat(((done / total) * 100).toFixed(1)) });
}
