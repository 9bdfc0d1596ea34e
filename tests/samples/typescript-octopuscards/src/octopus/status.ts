export type Fulfilment = "waiting" | "ready" | "partly_ready" | "refunded" | "unclear";

export function fulfilmentOf(status: string): Fulfilment {
  switch (status) {
    case "PENDING":
      return "waiting";
    case "DELIVERED":
    case "RECHARGED":
      return "ready";
    case "PARTIALLY_DELIVERED":
      return "partly_ready";
    case "FAILED":
    case "CANCELLED":
      return "refunded";
    default:
      return "unclear";
  }
}

export function isFinal(status: string): boolean {
  const fulfilment = fulfilmentOf(status);
  return fulfilment !== "waiting" && fulfilment !== "unclear";
}
