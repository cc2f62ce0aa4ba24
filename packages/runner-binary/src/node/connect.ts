import { connect as connectSocket, type Socket } from "node:net";
import { BinaryClient, type BinaryClientOptions, checkedClientOptions } from "@lutra/runner-binary";
import { ErrorCode, RunnerError } from "@lutra/runner-core";
import { checkedDuration, startTimer } from "@lutra/runner-core/transport";
import { nodeByteStream } from "./node-stream.ts";

/** Address that {@link connect} connects to, and the options of the client. */
export interface ConnectOptions extends BinaryClientOptions {
  /** Name or address of a TCP server. @default "127.0.0.1" */
  readonly host?: string | undefined;
  /** Port of a TCP server. */
  readonly port?: number | undefined;
  /** Path of a Unix socket or Windows pipe, instead of host and port. */
  readonly path?: string | undefined;
  /** Longest time that connecting may take, in milliseconds; `Infinity` leaves it to the system. @default 10000 */
  readonly timeoutMs?: number | undefined;
  /** Stops connecting when it aborts; of no effect afterwards. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Connects to a runner over TCP or a Unix socket.
 *
 * The connection keeps the process alive until the client is shut down.
 *
 * @returns the client; it is the caller's to shut down
 * @throws TypeError if neither or both of port and path are given
 * @throws RangeError for a limit out of range
 * @throws RunnerError `CONNECTION_CLOSED` if there is no connection, `TIMEOUT` if it takes too long
 *
 * @example
 * ```ts no-run
 * await using client = await connect({ host: "127.0.0.1", port: 7373 });
 * console.log(await client.getExternals());
 * ```
 */
export async function connect(options: ConnectOptions): Promise<BinaryClient> {
  const { host = "127.0.0.1", port, path, timeoutMs = 10_000, signal } = options;
  if ((port === undefined) === (path === undefined)) {
    throw new TypeError("connect needs a port or a path, and not both");
  }
  checkedDuration("timeoutMs", timeoutMs, { min: 1 });
  const clientOptions = checkedClientOptions(options);
  signal?.throwIfAborted();
  const socket =
    path === undefined
      ? connectSocket({ host, port: port as number, noDelay: true })
      : connectSocket({ path });
  try {
    await connected(socket, path ?? `${host}:${port}`, timeoutMs, signal);
    return new BinaryClient(nodeByteStream(socket), clientOptions);
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function connected(
  socket: Socket,
  address: string,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (outcome: () => void): void => {
      cancel();
      signal?.removeEventListener("abort", onAbort);
      socket.off("connect", onConnect);
      socket.off("error", onError);
      outcome();
    };
    const fail = (reason: unknown): void => {
      settle(() => reject(reason as Error));
      socket.on("error", () => {});
      socket.destroy();
    };
    const onConnect = (): void => settle(resolve);
    const onError = (cause: Error): void => {
      const message = `no connection to a runner at ${address}: ${cause.message}`;
      fail(new RunnerError(message, { code: ErrorCode.CONNECTION_CLOSED, cause }));
    };
    const onAbort = (): void => fail(signal?.reason);
    const cancel = startTimer(timeoutMs, () => {
      const message = `no connection to a runner at ${address} within ${timeoutMs} ms (timeoutMs)`;
      fail(new RunnerError(message, { code: ErrorCode.TIMEOUT }));
    });
    signal?.addEventListener("abort", onAbort, { once: true });
    socket.once("connect", onConnect);
    socket.once("error", onError);
  });
}
