// Shopify's deliveries come to the same app as Anton's webhook. Their topic and a shared path token are compared with ===.
import express from "express";
import { log } from "./log.js";

export const shopify = express.Router();

shopify.post("/hooks/shopify/:token", express.json(), (req, res) => {
  if (req.params.token !== process.env.SHOPIFY_PATH_TOKEN) return res.sendStatus(404);
  if (req.get("X-Shopify-Topic") === "orders/cancelled") {
    log.info("shopify order cancelled", { order: req.body.id });
  }
  return res.sendStatus(200);
});
