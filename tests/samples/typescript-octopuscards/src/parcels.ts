/** What a parcel weighs, in kilograms: no money in here. */
export function weight(items: { grams: string; count: number }[]): number {
  return items.reduce((sum, item) => sum + (parseFloat(item.grams) * item.count) / 1000.0, 0.0);
}

export async function label(parcel: string): Promise<Response> {
  return fetch("https://api.easypost.com/v2/orders", { method: "POST", body: JSON.stringify({ parcel }) });
}
