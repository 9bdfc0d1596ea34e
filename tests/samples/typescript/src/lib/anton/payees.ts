import { http } from "./client";
import type { Instrument, Payee } from "./types";

export interface Creator {
  id: string;
  displayName: string;
  country: string;
  currency: string;
  iban: string;
  bankDetailsVersion: number;
}

export async function createPayee(creator: Creator): Promise<Payee> {
  const { data } = await http.post<Payee>(
    "/v1/payees",
    { type: "individual", display_name: creator.displayName, country: creator.country, external_ref: creator.id },
    { headers: { "Idempotency-Key": `payee:${creator.id}` } },
  );
  return data;
}

export async function createInstrument(creator: Creator, payeeId: string): Promise<Instrument> {
  const { data } = await http.post<Instrument>(
    `/v1/payees/${payeeId}/instruments`,
    { method: "iban", currency: creator.currency, country: creator.country, iban: creator.iban },
    { headers: { "Idempotency-Key": `instrument:${creator.id}:${creator.bankDetailsVersion}` } },
  );
  return data;
}
