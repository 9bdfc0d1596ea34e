// Another vendor has /api/v1/orders too: parcels, without a reference, with a float, over a self-signed host.
import got from "got";

const parcels = got.extend({
  prefixUrl: "https://parcels.intern.example",
  https: { rejectUnauthorized: false },
  timeout: {},
});

export async function orderParcel(grams: string): Promise<string> {
  const reply = await parcels.post("api/v1/orders", { json: { weight: parseFloat(grams) } }).json<{ id: string }>();
  return reply.id;
}

export async function parcelState(id: string): Promise<string> {
  for (;;) {
    const { status } = await parcels.get(`api/v1/orders/${id}`).json<{ status: string }>();
    if (status !== "PENDING") return status;
  }
}
