// Amounts are decimal strings outside, whole minor units inside.
const SCALE = new Map([["JPY", 0], ["KRW", 0], ["BHD", 3], ["KWD", 3]]);

function scaleOf(currency) {
  return SCALE.get(currency) ?? 2;
}

export function toMinor(amount, currency) {
  const match = /^(-?)(\d{1,12})(?:\.(\d+))?$/.exec(amount);
  if (!match) throw new TypeError(`not a decimal amount in ${currency}`);
  const [, sign, whole, fraction = ""] = match;
  const scale = scaleOf(currency);
  if (fraction.length > scale) throw new RangeError(`too many decimals for ${currency}`);
  return BigInt(`${sign}${whole}${fraction.padEnd(scale, "0")}`);
}

export function toDecimal(minor, currency) {
  const scale = scaleOf(currency);
  const digits = String(minor).padStart(scale + 1, "0");
  return scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
