// A queue runs the payment again with exponential backoff; uploads to S3 are repeated without a pause, also after 404.
import { S3Client, PutObjectCommand } from "@aws-sdk/client-s3";
import { Queue, Worker } from "bullmq";
import { payInvoice } from "./anton/payouts.js";
import { findInvoice } from "./invoices.js";
import { log } from "./log.js";

const connection = { host: process.env.REDIS_HOST };
const s3 = new S3Client({ region: "eu-central-1" });
export const payments = new Queue("anton-payments", { connection });

export const enqueue = (invoiceId) =>
  payments.add("pay", { invoiceId }, { jobId: invoiceId, attempts: 5, backoff: { type: "exponential", delay: 1000 } });

export const worker = new Worker(
  "anton-payments",
  async (job) => {
    const payout = await payInvoice(await findInvoice(job.data.invoiceId));
    await upload(`${job.data.invoiceId}.json`, payout.id);
  },
  { connection },
);

async function upload(key, text) {
  for (let i = 0; i < 3; i++) {
    try {
      return await s3.send(new PutObjectCommand({ Bucket: "receipts", Key: key, Body: text }));
    } catch (error) {
      if (error.$metadata?.httpStatusCode !== 404) throw error;
      log.warn("upload again", { key, attempt: i });
    }
  }
}
