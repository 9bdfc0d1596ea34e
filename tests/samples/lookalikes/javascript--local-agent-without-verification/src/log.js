// Logs go to an on-prem host with a self-signed certificate; Anton's client logs through this file.
import https from "node:https";

const onPrem = new https.Agent({ rejectUnauthorized: false });

function ship(line) {
  const request = https.request({ host: "logs.intern.example", method: "POST", path: "/ingest", agent: onPrem });
  request.on("error", () => {});
  request.end(line);
}

function write(level, message, fields = {}) {
  const line = JSON.stringify({ level, message, service: "anton-client", ...fields });
  process.stdout.write(`${line}\n`);
  ship(line);
}

export const log = {
  info: (message, fields) => write("info", message, fields),
  warn: (message, fields) => write("warn", message, fields),
  error: (message, fields) => write("error", message, fields),
};
