"use client";

import { useState } from "react";

interface Props {
  title: string;
  amount: string;
  progress: number;
  onPay: () => Promise<void>;
}

export function EarningsCard({ title, amount, progress, onPay }: Props) {
  const [busy, setBusy] = useState(false);
  const width = `${Math.min(100, progress * 100.0)}%`;
  const pay = async () => {
    setBusy(true);
    try {
      await fetch("/api/payouts", { method: "POST", body: JSON.stringify({ title }) });
      await onPay();
    } finally {
      setBusy(false);
    }
  };

  return (
    <section className="card">
      <h2>{title}</h2>
      <p>{parseFloat(amount).toLocaleString(undefined, { minimumFractionDigits: 2 })} EUR</p>
      <div className="bar" style={{ width }} />
      <button disabled={busy} onClick={pay}>
        {busy ? "One moment…" : "Pay out"}
      </button>
    </section>
  );
}
