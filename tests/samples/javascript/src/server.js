import express from "express";
import { config } from "./config.js";
import { log } from "./log.js";
import { payInvoice } from "./anton/payouts.js";
import { findInvoice } from "./invoices.js";
import { notifySlack } from "./slack.js";
import { webhooks } from "./webhooks.js";

const app = express();
app.use(webhooks);
app.use(express.json());

app.post("/invoices/:id/pay", async (req, res) => {
  const invoice = await findInvoice(req.params.id);
  if (!invoice) return res.sendStatus(404);
  const payout = await payInvoice(invoice);
  await notifySlack(`Invoice ${invoice.number} is being paid`);
  return res.status(202).json({ payoutId: payout.id });
});

app.listen(config.port, () => log.info("listening", { port: config.port }));
