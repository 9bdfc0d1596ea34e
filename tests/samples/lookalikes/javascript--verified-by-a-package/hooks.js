// The signature is verified by a package of the company, whose source is in another repository.
import express from "express";
import { verifyAnton } from "@acme/webhooks";

export const hooks = express.Router();

hooks.post("/hooks/anton", express.raw({ type: "application/json" }), verifyAnton({ header: "Anton-Signature" }), async (req, res) => {
  const event = JSON.parse(req.body);
  await req.app.locals.queue.add("anton", event, { jobId: event.id });
  res.sendStatus(202);
});
