import { ErrorCode, type Run } from "@lutra/runner-core";
import { checkedDuration, settlesWithin } from "@lutra/runner-core/transport";
import { Cancellation, HttpServer, type HttpServerOptions } from "@lutra/runner-http";
import { maxPayloadOf, type NatsConnection, type NatsMessage } from "./connection.ts";
import { splitMessage } from "./envelope.ts";
import { encodedReply, failure, serverRequest } from "./server-request.ts";

/** Options of {@link serveNats}; those of an HTTP server say who may run programs. */
export interface NatsServerOptions extends HttpServerOptions {
  /** Subject to listen to. Aborts arrive on `SUBJECT.cancel`. @default "lutra" */
  readonly subject?: string | undefined;
  /** Queue group: of all servers with the same, one gets each request. @default "lutra" */
  readonly queue?: string | undefined;
}

/** A server that listens to a subject. */
export interface NatsServer extends AsyncDisposable {
  /**
   * Ends without the loss of a call: takes no more requests, answers those that have arrived, and releases every program.
   * The runner and the connection stay open.
   *
   * @param graceMs time for calls in flight, in milliseconds; then they are aborted. @default Infinity
   * @throws RangeError if `graceMs` is negative or no number
   */
  drain(graceMs?: number): Promise<void>;
}

/** Time for calls in flight when a server is disposed of. */
const disposeGraceMs = 5000;

/**
 * Serves a runner over NATS. Servers with the same subject and queue group share its requests.
 *
 * @returns the server; it is the caller's to drain, before the runner and the connection
 * @throws TypeError unless the options say who may run programs: a program is code
 * @throws RangeError for a limit that is out of range
 *
 * @example
 * ```ts no-run
 * import { serveNats } from "@lutra/runner-nats";
 * import { connect } from "@nats-io/transport-node";
 *
 * const connection = await connect({ servers: "127.0.0.1:4222" });
 * const server = serveNats(runner, connection, { allowAnyone: true });
 * process.once("SIGTERM", () => void server.drain().then(() => connection.close()));
 * ```
 */
export function serveNats(
  runner: Run,
  connection: NatsConnection,
  options: NatsServerOptions,
): NatsServer {
  const server = new HttpServer(runner, options);
  const { subject = "lutra", queue = "lutra" } = options;
  const calls = new Map<string, Cancellation>();
  const working = new Set<Promise<void>>();

  const answer = async (message: NatsMessage): Promise<void> => {
    const cancellation = new Cancellation();
    let id = "";
    let reply: Uint8Array;
    try {
      const { head, body } = splitMessage(message.data);
      id = String(head.id);
      calls.set(id, cancellation);
      const answered = await server.answer(serverRequest(head, body, cancellation));
      reply = encodedReply(answered, maxPayloadOf(connection));
    } catch {
      reply = failure(400, "the message is no request of Lutra", ErrorCode.DECODE_ERROR);
    } finally {
      calls.delete(id);
    }
    // A connection that was closed meanwhile has no one to tell.
    if (!connection.isClosed()) message.respond(reply);
  };

  const requests = connection.subscribe(subject, {
    queue,
    callback: (error, message) => {
      if (error !== null) return;
      const work = answer(message).finally(() => working.delete(work));
      working.add(work);
    },
  });
  const cancels = connection.subscribe(`${subject}.cancel`, {
    callback: (error, { data }) => {
      if (error !== null) return;
      calls.get(new TextDecoder().decode(data))?.cancel(new Error("the caller gave up"));
    },
  });
  const end = async (graceMs: number): Promise<void> => {
    // It may have ended before: with its connection, or because NATS refused the subject.
    await requests.drain().catch(() => {});
    const isDone = await settlesWithin(Promise.all(working), graceMs);
    if (!isDone) for (const call of calls.values()) call.cancel(new Error("the server ends"));
    await Promise.all(working);
    if (!connection.isClosed()) cancels.unsubscribe();
    await server.close();
  };
  let ended: Promise<void> | undefined;
  const drain = (graceMs = Infinity): Promise<void> => {
    checkedDuration("graceMs", graceMs);
    return (ended ??= end(graceMs));
  };
  return { drain, [Symbol.asyncDispose]: () => drain(disposeGraceMs) };
}
