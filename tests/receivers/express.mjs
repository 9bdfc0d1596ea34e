// A merchant's webhook receiver on Express.

import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import express from "express";
import { announce, DEFECT, isGenuine, PATH, receive } from "./merchant.mjs";

const app = express();

if (DEFECT === "moved-elsewhere") {
  app.use((request, response) => response.redirect(308, `https://www.example.com${request.originalUrl}`));
}
app.use(DEFECT === "body-reserialised" ? express.json() : express.raw({ type: "application/json" }));

app.post(PATH, async (request, response) => {
  const raw = DEFECT === "body-reserialised" ? JSON.stringify(request.body) : request.body;
  const [status, answer] = await receive(request, raw, isGenuine(request, raw));
  response.status(status).json(answer);
});

const { TLS_CERTIFICATE, TLS_KEY, PORT = "0" } = process.env;
const server = TLS_CERTIFICATE
  ? https.createServer({ cert: readFileSync(TLS_CERTIFICATE), key: readFileSync(TLS_KEY) }, app)
  : http.createServer(app);
server.listen(Number(PORT), "127.0.0.1", () => announce(server.address().port));
