import { createHmac, timingSafeEqual } from "node:crypto";
import express from "express";
import { invoiceStateFor } from "./anton/statuses.js";
import { config } from "./config.js";
import { rememberEvent, setInvoiceState } from "./db.js";
import { log } from "./log.js";

const TOLERANCE_SECONDS = 300;

function parseSignature(header = "") {
  const parts = header.split(",").map((part) => part.trim().split("="));
  return Object.fromEntries(parts);
}

export function isAuthentic(rawBody, header, now = Date.now()) {
  const { t, v1 } = parseSignature(header);
  if (!t || !v1) return false;
  const age = Math.abs(now / 1000 - Number(t));
  if (!(age <= TOLERANCE_SECONDS)) return false;
  const expected = createHmac("sha256", config.anton.webhookSecret).update(`${t}.`).update(rawBody).digest();
  const given = Buffer.from(v1, "hex");
  return given.length === expected.length && timingSafeEqual(given, expected);
}

export const webhooks = express.Router();

webhooks.post("/hooks/anton", express.raw({ type: "application/json" }), async (req, res) => {
  if (!isAuthentic(req.body, req.get("Anton-Signature"))) {
    log.warn("webhook with a bad signature refused");
    return res.sendStatus(401);
  }

  const event = JSON.parse(req.body.toString("utf8"));
  if (!(await rememberEvent(event.id))) {
    return res.sendStatus(200);
  }

  if (event.type.startsWith("payout.")) {
    const state = invoiceStateFor(event.data.status);
    if (state) await setInvoiceState(event.data.id, state);
  }
  log.info("webhook handled", { eventId: event.id, type: event.type });
  return res.sendStatus(200);
});
