function need(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") {
    throw new Error(`${name} is missing`);
  }
  return value;
}

export const octopus = {
  baseUrl: need("OCTOPUS_BASE_URL"),
  apiKey: need("OCTOPUS_API_KEY"),
  apiSecret: need("OCTOPUS_API_SECRET"),
  webhookSecret: need("OCTOPUS_WEBHOOK_SECRET"),
};

export const redisUrl = need("REDIS_URL");
