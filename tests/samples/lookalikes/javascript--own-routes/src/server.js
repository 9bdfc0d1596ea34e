// The merchant's own API is called /v1/payouts too; Number() and parseInt() read counts and ports of it.
import express from "express";
import { config } from "./config.js";
import { log } from "./log.js";
import { listPayouts, payInvoice } from "./anton/payouts.js";
import { findInvoice } from "./invoices.js";
import { webhooks } from "./webhooks.js";

const app = express();
app.use(webhooks);
app.use(express.json());

app.post("/v1/payouts", async (req, res) => {
  const invoice = await findInvoice(req.body.invoiceId);
  if (!invoice) return res.sendStatus(404);
  const payout = await payInvoice(invoice);
  return res.status(202).json({ payoutId: payout.id });
});

app.get("/v1/payouts", async (req, res) => {
  const limit = Math.min(parseInt(req.query.limit ?? "10", 10), 50);
  const offset = Number(req.query.offset ?? 0);
  const found = [];
  for await (const payout of listPayouts()) found.push(payout);
  return res.json({ data: found.slice(offset, offset + limit), total: found.length });
});

app.listen(config.port, () => log.info("listening", { port: config.port }));
