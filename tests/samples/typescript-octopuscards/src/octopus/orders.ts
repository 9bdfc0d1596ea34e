import { setTimeout as sleep } from "node:timers/promises";
import { type Got, HTTPError } from "got";
import { isFinal } from "./status.js";

export interface Order {
  id: number;
  client_reference: string;
  status: string;
}

export interface VoucherLine {
  orderNumber: string;
  lineNumber: number;
  productId: number;
  denomination: number;
  quantity: number;
}

export interface TopupLine {
  orderNumber: string;
  lineNumber: number;
  productId: number;
  phone: string;
}

const POLL_EVERY_MS = 10_000;
const POLL_AT_MOST = 30;

export class OrderService {
  constructor(private readonly http: Got) {}

  async orderVouchers(line: VoucherLine): Promise<Order> {
    const reference = `${line.orderNumber}-${line.lineNumber}`;
    try {
      return await this.http
        .post("api/v1/orders", {
          json: {
            product_id: line.productId,
            denomination: line.denomination,
            quantity: line.quantity,
            client_reference: reference,
          },
        })
        .json<Order>();
    } catch (error) {
      return this.existing("api/v1/orders", reference, error);
    }
  }

  async orderTopup(line: TopupLine): Promise<Order> {
    const reference = `${line.orderNumber}-${line.lineNumber}`;
    try {
      return await this.http
        .post("api/v1/topups/orders", {
          json: { product_id: line.productId, phone: line.phone, client_reference: reference },
        })
        .json<Order>();
    } catch (error) {
      return this.existing("api/v1/topups/orders", reference, error);
    }
  }

  /** Follow an order until it is final, or for five minutes. */
  async follow(path: "api/v1/orders" | "api/v1/topups/orders", order: Order): Promise<Order> {
    let latest = order;
    for (let polls = 0; polls < POLL_AT_MOST && !isFinal(latest.status); polls++) {
      await sleep(POLL_EVERY_MS);
      latest = await this.http.get(`${path}/${order.id}`).json<Order>();
    }
    return latest;
  }

  /** A second order with the same reference is refused: find the first one. */
  private async existing(path: string, reference: string, error: unknown): Promise<Order> {
    if (!(error instanceof HTTPError) || error.response.statusCode !== 400) throw error;
    const found = await this.http.get(path, { searchParams: { client_reference: reference } }).json<Order[]>();
    if (found[0] === undefined) throw error;
    return found[0];
  }
}
