import type { IncomingMessage, ServerResponse } from "node:http";
import type { Http2ServerResponse } from "node:http2";
import type { Run } from "@lutra/runner-core";
import { Cancellation, HttpServer, type HttpServerOptions } from "@lutra/runner-http";
import { nodeRequest } from "./node-request.ts";

/** A request listener of `node:http`. Made by {@link createNodeHandler}. */
export interface NodeHandler {
  (message: IncomingMessage, response: ServerResponse): void;
  /**
   * Answers `/health` with 503 from now on, and has each answer end its connection. Goes on with all other requests.
   */
  drain(): void;
  /** Refuses further requests and releases every program. The runner stays the caller's. */
  close(): Promise<void>;
}

/** Maximum number of bytes of an unwanted body that is read on, so that the client receives the answer. */
const maxUnwantedBytes = 1024 * 1024;
const maxUnwantedMs = 1000;

/** The two listeners of a server of `node:http` that answer its requests. */
export interface NodeHandlers {
  readonly onRequest: NodeHandler;
  /** For `checkContinue`: asks for a body only if it is wanted. */
  readonly onCheckContinue: (message: IncomingMessage, response: ServerResponse) => void;
  /** Answers `/health` with 503 from now on, and keeps connections as before. */
  readonly endHealth: () => void;
}

/**
 * Serves a runner as a request listener, for `http.createServer`, `https.createServer` and frameworks that
 * take such listeners. Requests of `node:http2` in their compatible form are answered too.
 *
 * A client that goes away aborts the call that it waits for. A middleware in front may have read the body if it leaves
 * the bytes in `request.body`, as `express.raw` does; bodies that others have read in any other way are answered with
 * 500.
 *
 * @throws TypeError unless the options say who may run programs: a program is code
 * @throws RangeError for a limit that is no positive number
 * @see docs/http.md
 *
 * @example
 * ```ts
 * import { createServer } from "node:http";
 *
 * const server = createServer(createNodeHandler(runner, { allowAnyone: true }));
 * ```
 */
export function createNodeHandler<Prepared>(
  runner: Run<Prepared>,
  options: HttpServerOptions,
): NodeHandler {
  return createNodeHandlers(runner, options).onRequest;
}

/** Does the same as {@link createNodeHandler} for a server that also hears of clients that wait to send a body. */
export function createNodeHandlers<Prepared>(
  runner: Run<Prepared>,
  options: HttpServerOptions,
): NodeHandlers {
  const server = new HttpServer(runner, options);
  let endsConnections = false;
  const handle = (
    message: IncomingMessage,
    response: ServerResponse,
    beforeBody: () => void,
  ): void => {
    // A middleware may have made it flow: no byte may pass before the body is read.
    if (message.readableFlowing === true) message.pause();
    const cancellation = new Cancellation();
    const onGone = (): void => cancellation.cancel(new Error("the client went away"));
    response.on("close", () => {
      if (!response.writableFinished) onGone();
    });
    if (response.socket === null) watchPipelined(message, response, onGone);
    // A client may vanish while it is written to; that is not this process's error.
    response.on("error", () => {});
    const answering = { message, response, cancellation, beforeBody };
    answer(server, answering, () => endsConnections).catch(() => response.destroy());
  };
  const onRequest = (message: IncomingMessage, response: ServerResponse): void =>
    handle(message, response, () => {});
  return {
    onRequest: Object.assign(onRequest, {
      drain: () => {
        endsConnections = true;
        server.drain();
      },
      close: () => {
        endsConnections = true;
        return server.close();
      },
    }),
    endHealth: () => server.drain(),
    onCheckContinue: (message, response) =>
      handle(message, response, () => response.writeContinue()),
  };
}

/**
 * Watches the connection of a response that waits for its turn: Node does not tell it that the connection has ended.
 */
function watchPipelined(
  { socket }: IncomingMessage,
  response: ServerResponse,
  onGone: () => void,
): void {
  socket.setMaxListeners(0); // as many as the client has sent requests
  socket.once("close", onGone);
  response.once("close", () => socket.off("close", onGone));
}

/** A request that is answered, and its response. */
interface Answering {
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
  readonly cancellation: Cancellation;
  readonly beforeBody: () => void;
}

/** @param endsConnections asked once the answer is there: says if it is to end its connection */
async function answer<Prepared>(
  server: HttpServer<Prepared>,
  { message, response, cancellation, beforeBody }: Answering,
  endsConnections: () => boolean,
): Promise<void> {
  const request = nodeRequest(message, cancellation, beforeBody);
  // A small body comes with the head, and is parsed by then: it need not be waited for.
  await Promise.resolve();
  const { status, headers, body } = await server.answer(request);
  const head: Record<string, string | number> = { ...headers };
  if (body !== undefined) {
    head["content-length"] = typeof body === "string" ? Buffer.byteLength(body) : body.length;
  }
  // A client that keeps its connection would send its next request here; in HTTP/2 the header is not allowed.
  if (endsConnections() && message.httpVersionMajor < 2) head["connection"] = "close";
  if (message.complete) {
    response.writeHead(status, head).end(body);
    // Unread bytes would hold up the next request of the connection.
    if (message.readableLength > 0) message.resume();
    return;
  }
  if (message.httpVersionMajor > 1) {
    // A request of HTTP/2 has a stream of its own: its connection goes on.
    const { stream } = response as unknown as Http2ServerResponse;
    response.writeHead(status, head).end(body);
    discardRest(message, () => stream.destroy());
    return;
  }
  head["connection"] = "close";
  response.writeHead(status, head);
  if (body === undefined) response.flushHeaders();
  else response.write(body);
  // The connection is closed at the end of the response: what the client still sends would cost it the answer.
  discardRest(message, () => response.end());
}

/** Reads on for a moment, then calls back. */
function discardRest(message: IncomingMessage, onDone: () => void): void {
  let length = 0;
  const timer = setTimeout(() => message.destroy(), maxUnwantedMs);
  const done = (): void => {
    clearTimeout(timer);
    onDone();
  };
  message.on("data", (chunk: Buffer) => {
    length += chunk.length;
    if (length > maxUnwantedBytes) message.destroy();
  });
  message.once("end", done);
  message.once("close", done);
  message.resume();
}
