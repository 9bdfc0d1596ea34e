// HMAC of the merchant's own session cookie, compared as hex; it has nothing to do with Anton's webhook.
import { createHmac } from "node:crypto";
import { log } from "./log.js";

const sign = (value) => createHmac("sha1", process.env.SESSION_SECRET).update(value).digest("hex");

export function session(req, res, next) {
  const [user, mac] = String(req.headers.cookie ?? "").split(".");
  if (mac === sign(user)) {
    req.user = user;
    log.info("session", { user, length: mac.length });
  }
  next();
}

export const antonApiDocs = "https://docs.antonpayments.com/api-reference";
