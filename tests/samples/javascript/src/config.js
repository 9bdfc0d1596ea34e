function required(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}

export const config = Object.freeze({
  port: Number(process.env.PORT ?? 3000),
  databaseUrl: required("DATABASE_URL"),
  anton: {
    baseUrl: required("ANTON_BASE_URL"),
    apiKey: required("ANTON_API_KEY"),
    webhookSecret: required("ANTON_WEBHOOK_SECRET"),
  },
});
