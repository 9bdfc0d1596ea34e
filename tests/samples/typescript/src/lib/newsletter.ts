import axios from "axios";

/** Another vendor, for whom a second copy does no harm. */
export async function subscribe(email: string): Promise<void> {
  await axios.post("https://api.mailerlite.com/api/v2/subscribers", { email }, { headers: { "X-Token": process.env.NEWSLETTER_TOKEN } });
}
