// The request is built by a builder, whose key is a version 5 UUID of the creator; the trace id is random.
import { randomUUID } from "node:crypto";
import { v5 as uuid5 } from "uuid";
import { http } from "./client";
import type { Instrument, Payee } from "./types";

const NAMESPACE = "6ba7b811-9dad-11d1-80b4-00c04fd430c8";

export interface Creator {
  id: string;
  displayName: string;
  country: string;
  currency: string;
  iban: string;
  bankDetailsVersion: number;
}

class RequestBuilder {
  private headers: Record<string, string> = {};

  constructor(private readonly path: string) {}

  keyed(...parts: string[]): this {
    this.headers["Idempotency-Key"] = uuid5(parts.join(":"), NAMESPACE);
    return this;
  }

  traced(): this {
    this.headers["X-Trace-ID"] = randomUUID();
    return this;
  }

  async post<T>(body: object): Promise<T> {
    const { data } = await http.post<T>(this.path, body, { headers: this.headers });
    return data;
  }
}

export async function createPayee(creator: Creator): Promise<Payee> {
  return new RequestBuilder("/v1/payees")
    .keyed("payee", creator.id)
    .traced()
    .post<Payee>({ type: "individual", display_name: creator.displayName, external_ref: creator.id });
}

export async function createInstrument(creator: Creator, payeeId: string): Promise<Instrument> {
  return new RequestBuilder(`/v1/payees/${payeeId}/instruments`)
    .keyed("instrument", creator.id, String(creator.bankDetailsVersion))
    .traced()
    .post<Instrument>({ method: "iban", currency: creator.currency, iban: creator.iban });
}
