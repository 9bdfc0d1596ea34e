import { anton } from "./client.js";

export async function ensurePayee(supplier) {
  if (supplier.antonPayeeId) return supplier.antonPayeeId;
  const payee = await anton.post(
    "/v1/payees",
    {
      type: "business",
      display_name: supplier.name,
      country: supplier.country,
      external_ref: supplier.id,
    },
    `payee-${supplier.id}`,
  );
  return payee.id;
}

export async function ensureInstrument(supplier, payeeId) {
  if (supplier.antonInstrumentId) return supplier.antonInstrumentId;
  const instrument = await anton.post(
    `/v1/payees/${payeeId}/instruments`,
    {
      method: "iban",
      currency: supplier.currency,
      country: supplier.country,
      iban: supplier.iban,
    },
    `instrument-${supplier.id}-${supplier.bankDetailsVersion}`,
  );
  return instrument.id;
}
