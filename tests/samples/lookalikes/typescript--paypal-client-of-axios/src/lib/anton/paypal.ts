// PayPal's client lies in Anton's folder and has /v1/payouts too, with a float, no key, and one page only.
import axios from "axios";

const paypal = axios.create({ baseURL: "https://api-m.paypal.com", timeout: 0 });

interface PaypalItem {
  receiver: string;
  amount: { value: number; currency: string };
}

export async function payByPaypal(receiver: string, value: string): Promise<string> {
  const item: PaypalItem = { receiver, amount: { value: parseFloat(value), currency: "EUR" } };
  const { data } = await paypal.post("/v1/payouts", { items: [item], amount: Number(value) });
  return data.batch_id;
}

export async function recentPaypal(): Promise<PaypalItem[]> {
  const { data } = await paypal.get<PaypalItem[]>("/v1/payouts", { params: { limit: 1 } });
  return data;
}
