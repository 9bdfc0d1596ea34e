// What a merchant's Node receivers share, whatever the framework: settings, verification, and what is done with events.
//
// Written from the providers' pages, apart from golive and from merchant.py, so that they cannot share a
// misunderstanding. DEFECT puts one bug into it; without one it is as the providers want it.

import { createHmac, timingSafeEqual } from "node:crypto";

const { PROVIDER, SIGNATURE, WEBHOOK_SECRET, WORK_SECONDS = "0.1" } = process.env;
export const { DEFECT = "" } = process.env;
export const PATH = "/webhooks";
const WINDOW_SECONDS = 300;
const KNOWN_EVENTS = {
  anton: ["test", "payout.completed", "payout.failed", "payout.returned"],
  octopuscards: ["wallet.credited", "wallet.debited", "order.completed", "order.failed"],
}[PROVIDER];
const STAMPED = ["anton-signature", "x-webhook-signature", "x-signature"];
const STAMP_IS_SIGNED = ["anton-signature", "x-webhook-signature"];
const PREVIOUS_GENERATION = { "anton-signature": "x-anton-signature", "x-webhook-signature": "anton-signature" };
const SCHEME = DEFECT === "previous-generation" ? PREVIOUS_GENERATION[SIGNATURE] : SIGNATURE;
const deliveries = new Set();
const remembered = new Set();

// The header as it came, for those who look it up in the raw list: names there are as the sender wrote them.
function headerOf(request, name) {
  if (DEFECT !== "header-case") return request.headers[name];
  const index = request.rawHeaders.findIndex((entry, at) => at % 2 === 0 && entry === name);
  return index < 0 ? undefined : request.rawHeaders[index + 1];
}

function claim(request) {
  switch (SCHEME) {
    case "anton-signature": {
      const header = headerOf(request, "anton-signature") ?? "";
      const parts = Object.fromEntries(header.split(",").map((part) => part.trim().split("=", 2)));
      return { timestamp: parts.t, signature: parts.v1 };
    }
    case "x-webhook-signature": {
      const signature = headerOf(request, "x-webhook-signature")?.replace(/^v1=/u, "");
      return { timestamp: headerOf(request, "x-webhook-timestamp"), signature };
    }
    case "x-anton-signature":
      return { signature: headerOf(request, "x-anton-signature") };
    default:
      return { timestamp: headerOf(request, "x-timestamp"), signature: headerOf(request, "x-signature") };
  }
}

function isFresh(timestamp) {
  if (!STAMPED.includes(SCHEME) || DEFECT === "no-timestamp-check") return true;
  if (!/^\d{1,11}$/u.test(timestamp ?? "")) return false;
  const age = Date.now() / 1000 - Number(timestamp);
  return DEFECT === "age-only" ? age <= WINDOW_SECONDS : Math.abs(age) <= WINDOW_SECONDS;
}

function key() {
  if (DEFECT === "secret-stripped") return WEBHOOK_SECRET.replace(/^whsec_/u, "");
  if (DEFECT === "secret-decoded") return Buffer.from(WEBHOOK_SECRET.replace(/^whsec_/u, ""), "hex");
  return WEBHOOK_SECRET;
}

function digest(timestamp, raw) {
  const hmac = createHmac("sha256", key());
  const stamped = STAMP_IS_SIGNED.includes(SCHEME) || DEFECT === "timestamp-signed";
  if (stamped && DEFECT !== "timestamp-left-out") hmac.update(`${timestamp}.`);
  // A string is hashed as UTF-8, whatever it was read as.
  if (DEFECT === "body-misread") hmac.update(raw.toString("latin1"));
  else if (DEFECT === "body-trimmed") hmac.update(raw.toString().trim());
  else hmac.update(raw);
  if (DEFECT === "line-break-added") hmac.update("\n");
  return hmac.digest("hex");
}

function same(left, right) {
  // timingSafeEqual throws where the lengths differ.
  if (DEFECT !== "crash-on-forged" && DEFECT !== "fail-open" && left.length !== right.length) return false;
  return timingSafeEqual(Buffer.from(left), Buffer.from(right));
}

export function isGenuine(request, raw) {
  const { timestamp, signature } = claim(request);
  if (!isFresh(timestamp)) return false;
  if (DEFECT === "no-verification") return true;
  if (DEFECT === "token-only") return same(headerOf(request, "x-octopus-webhook-token") ?? "", WEBHOOK_SECRET);
  if (signature === undefined) return false;
  if (DEFECT === "presence-only") return true;
  if (DEFECT === "form-only") return /^[0-9a-f]{64}$/u.test(signature);
  if (DEFECT === "empty-accepted" && signature === "") return true;
  const expected = digest(timestamp, raw);
  if (DEFECT === "prefix-compare") return expected.startsWith(signature);
  if (DEFECT === "signature-remembered") {
    if (same(signature, expected)) remembered.add(signature);
    return remembered.has(signature);
  }
  try {
    return same(signature, expected);
  } catch (error) {
    if (DEFECT === "fail-open") return true;
    throw error;
  }
}

function isNew(id) {
  if (DEFECT === "no-dedup") return true;
  if (deliveries.has(id)) {
    if (DEFECT === "duplicate-crash") throw new Error("UNIQUE constraint failed: deliveries.event_id");
    return false;
  }
  deliveries.add(id);
  return true;
}

const work = () => new Promise((done) => setTimeout(done, WORK_SECONDS * 1000));
// Work that keeps the one thread busy, such as synchronous calls of a library.
const block = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WORK_SECONDS * 1000);

function takeIn() {
  if (DEFECT === "slow") return work();
  if (DEFECT === "serial") return block();
  if (DEFECT === "never-answers") return new Promise(() => {});
  setImmediate(work);
  return undefined;
}

// Returns the status and the answer to a delivery.
export async function receive(request, raw, verified) {
  if (!verified) return [401, { error: "invalid signature" }];
  let event;
  try {
    event = JSON.parse(raw);
  } catch {
    return [400, { error: "not an event" }];
  }
  if (typeof event?.id !== "string" || typeof event.type !== "string") return [400, { error: "not an event" }];
  if (!isNew(event.id)) return [DEFECT === "duplicate-conflict" ? 409 : 200, { status: "duplicate" }];
  if (!KNOWN_EVENTS.includes(event.type)) {
    if (DEFECT === "unknown-event-crash") throw new TypeError("handlers[event.type] is not a function");
    if (DEFECT === "unknown-event-refused") return [400, { error: "unsupported event type" }];
    return [200, { status: "ignored" }];
  }
  await takeIn();
  return [200, { status: "accepted" }];
}

export function announce(port) {
  console.log(`listening on ${port}`);
}
