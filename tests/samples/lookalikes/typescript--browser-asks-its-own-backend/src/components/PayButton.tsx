// The browser asks the merchant's own backend at /v1/payouts, which then asks Anton Payments. Floats are only displayed.
import { useState } from "react";

interface Props {
  invoiceId: string;
  progress: number;
  total: string;
}

export function PayButton({ invoiceId, progress, total }: Props) {
  const [state, setState] = useState("idle");
  const pay = async () => {
    const response = await fetch("/v1/payouts", { method: "POST", body: JSON.stringify({ invoiceId }) });
    setState(response.ok ? "sent" : "failed");
  };
  return (
    <button disabled={state === "sent"} style={{ width: `${progress * 100.5}%` }} onClick={pay}>
      Pay {Number(total).toLocaleString()} by Anton Payments
    </button>
  );
}
