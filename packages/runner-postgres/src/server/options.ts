import { checkedDuration } from "@lutra/runner-core/transport";

/** Options of the adapters for servers. */
export interface ServerAdapterOptions {
  /**
   * Keeps statements prepared on the server, so that it parses and plans a program once per connection. Turn it off if
   * a pooler in between does not know prepared statements (PgBouncer before 1.21, or with `max_prepared_statements =
   * 0`).
   *
   * @default true
   */
  readonly prepare?: boolean;
  /**
   * Treatment of a statement whose call is aborted, or whose runner is shut down. `cancel`: the server is asked to end it
   * (SQLSTATE 57014), and the call rejects when it has. `ignore`: the statement runs on; an aborted call rejects at once,
   * and a shutdown waits for it.
   *
   * @default "cancel"
   */
  readonly onAbort?: "cancel" | "ignore";
  /**
   * Milliseconds, from 1, that an aborted call waits for its statement to end: the network may be gone. A connection of a
   * pool whose statement has not ended by then is closed, where the driver can.
   *
   * @default 1000
   */
  readonly cancelTimeoutMs?: number;
  /** Ends the client or the pool when the runner is shut down. By default it stays the caller's. @default false */
  readonly closeOnShutdown?: boolean;
}

/** The options with their defaults. */
export type ServerAdapterSettings = Required<ServerAdapterOptions>;

/** @throws RangeError for a time below 1 ms, and for an infinite one: it would never give up a lost connection */
export function serverAdapterSettings(options: ServerAdapterOptions): ServerAdapterSettings {
  const {
    prepare = true,
    onAbort = "cancel",
    cancelTimeoutMs = 1000,
    closeOnShutdown = false,
  } = options;
  checkedDuration("cancelTimeoutMs", cancelTimeoutMs, { min: 1, orInfinity: false });
  return { prepare, onAbort, cancelTimeoutMs, closeOnShutdown };
}
