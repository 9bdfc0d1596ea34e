/** Great-circle distance in kilometres, for choosing the nearest warehouse. */
export function distance(from, to) {
  const toRadians = (degrees) => (parseFloat(degrees) * Math.PI) / 180;
  const [a, b] = [toRadians(from.lat), toRadians(to.lat)];
  const half = Math.sin((b - a) / 2) ** 2;
  const wide = Math.sin(toRadians(to.lon - from.lon) / 2) ** 2;
  return 12742.0 * Math.asin(Math.sqrt(half + Math.cos(a) * Math.cos(b) * wide));
}
