import ky from 'ky';

const noteRequest = ({ request, response }) =>
  console.log(request.method, new URL(request.url).pathname, response.status, response.headers.get('X-Request-ID'));

const api = ky.create({
  prefixUrl: process.env.ANTON_BASE_URL ?? 'https://api.antonpayments.com',
  headers: { Authorization: `Bearer ${process.env.ANTON_API_KEY}` },
  timeout: 30_000,
  retry: {
    limit: 4,
    methods: ['get', 'post'],
    statusCodes: [429, 500, 502, 503, 504],
    afterStatusCodes: [429, 503],
    backoffLimit: 20_000,
    jitter: true,
  },
  hooks: { afterResponse: [(request, _options, response) => noteRequest({ request, response })] },
});

const withKey = (key) => ({ headers: { 'Idempotency-Key': key } });

export const availableOf = async (currency) => (await api.get(`v1/balances/${currency}`).json()).data.available;

export const payeeOf = async ({ id, name, country }) =>
  (await api.post('v1/payees', { json: { name, country }, ...withKey(`payee-${id}`) }).json()).data.id;

export const instrumentOf = async (payeeId, { id, iban }) =>
  (await api.post(`v1/payees/${payeeId}/instruments`, { json: { type: 'bank_account', iban }, ...withKey(`bank-${id}`) }).json())
    .data.id;

export const sendPayout = (claim, { payeeId, instrumentId }) =>
  api
    .post('v1/payouts', {
      json: { payee_id: payeeId, instrument_id: instrumentId, amount: claim.amount, currency: claim.currency },
      ...withKey(`claim-${claim.id}`),
    })
    .json();

export const allPayouts = async (cursor) => {
  const { data, has_more, next_cursor } = await api
    .get('v1/payouts', { searchParams: cursor ? { limit: 100, cursor } : { limit: 100 } })
    .json();
  return has_more ? [...data, ...(await allPayouts(next_cursor))] : data;
};
