import { checkedDuration } from "@lutra/runner-core/transport";
import { HttpClient, type HttpClientOptions } from "@lutra/runner-http";
import type { NatsConnection } from "./connection.ts";
import { natsExchange } from "./exchange.ts";

/** Options of a {@link NatsClient}. */
export interface NatsClientOptions extends Omit<HttpClientOptions, "exchange"> {
  /** Subject that the runners listen to. @default "lutra" */
  readonly subject?: string | undefined;
  /**
   * Time to wait for an answer, in milliseconds: above the servers' `callTimeoutMs`, and the time after which a killed
   * server is noticed. @default 65000
   */
  readonly timeoutMs?: number | undefined;
}

/**
 * A runner over NATS. Each call goes to one of the servers that listen to its subject. The connection stays the caller's.
 *
 * An abort is passed on to the server. Without a server, calls reject with a `LostCallError` as soon as NATS says so, after
 * `maxRetries` repetitions. All else is as with `HttpClient`.
 *
 * @throws RangeError for a limit or a time that is out of range
 *
 * @example
 * ```ts no-run
 * import { NatsClient } from "@lutra/runner-nats";
 * import { connect } from "@nats-io/transport-node";
 *
 * const connection = await connect({ servers: "127.0.0.1:4222" });
 * await using client = new NatsClient(connection);
 * ```
 */
export class NatsClient extends HttpClient {
  constructor(connection: NatsConnection, options: NatsClientOptions = {}) {
    const { subject = "lutra", timeoutMs = 65_000, ...rest } = options;
    checkedDuration("timeoutMs", timeoutMs, { min: 1, orInfinity: false });
    super("http://nats", { ...rest, exchange: natsExchange(connection, subject, timeoutMs) });
  }
}
