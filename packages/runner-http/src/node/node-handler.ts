import type { IncomingMessage, ServerResponse } from "node:http";
import type { Run } from "@lutra/runner-core";
import {
  Cancellation,
  HttpServer,
  type HttpServerOptions,
  type ServerRequest,
} from "@lutra/runner-http";
import { readMessage } from "./read-message.ts";
import { remembered } from "./remembered.ts";

/** A request listener of `node:http`. Made by {@link createNodeHandler}. */
export interface NodeHandler {
  (message: IncomingMessage, response: ServerResponse): void;
  /** Refuses further requests and releases every program. The runner stays the caller's. */
  close(): Promise<void>;
}

/** How much of an unwanted body is read on, so that the client gets to see the answer. */
const maxUnwantedBytes = 1024 * 1024;
const maxUnwantedMs = 1000;

/**
 * Serves a runner as a request listener, for `http.createServer`, `https.createServer` and frameworks that take such
 * listeners.
 *
 * A client that goes away aborts the call that it waits for.
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
  const server = new HttpServer(runner, options);
  const handle = (message: IncomingMessage, response: ServerResponse): void => {
    const cancellation = new Cancellation();
    const onGone = (): void => cancellation.cancel(new Error("the client went away"));
    response.on("close", () => {
      if (!response.writableFinished) onGone();
    });
    if (response.socket === null) watchPipelined(message, response, onGone);
    // A client may vanish while it is written to; that is not this process's error.
    response.on("error", () => {});
    answer(server, message, response, cancellation).catch(() => response.destroy());
  };
  return Object.assign(handle, { close: () => server.close() });
}

/** A response that waits for its turn on the connection is not told that the connection has ended. */
function watchPipelined(
  { socket }: IncomingMessage,
  response: ServerResponse,
  onGone: () => void,
): void {
  socket.setMaxListeners(0); // as many as the client has sent requests
  socket.once("close", onGone);
  response.once("close", () => socket.off("close", onGone));
}

async function answer<Prepared>(
  server: HttpServer<Prepared>,
  message: IncomingMessage,
  response: ServerResponse,
  cancellation: Cancellation,
): Promise<void> {
  const request = serverRequest(message, cancellation);
  if (request === undefined) {
    response.writeHead(400, { connection: "close" }).end();
    return;
  }
  // A small body comes with the head, and is parsed by then: it need not be waited for.
  await Promise.resolve();
  const { status, headers, body } = await server.answer(request);
  const head: Record<string, string | number> = { ...headers };
  if (body !== undefined) {
    head["content-length"] = typeof body === "string" ? Buffer.byteLength(body) : body.length;
  }
  if (!message.complete) {
    head["connection"] = "close";
    discardRest(message);
  }
  response.writeHead(status, head).end(body);
}

/** Answers undefined for a target or a host that makes no URL. */
function serverRequest(
  message: IncomingMessage,
  cancellation: Cancellation,
): ServerRequest | undefined {
  const { method = "GET", url = "/", headers } = message;
  // HTTP/1.0 knows requests without a host.
  const host = headers.host === undefined ? "" : parseHost(headers.host);
  // Only a path: an absolute target must not name another host than the header does.
  if (host === undefined || !url.startsWith("/")) return undefined;
  const query = url.indexOf("?");
  return {
    method,
    path: query === -1 ? url : url.slice(0, query),
    host,
    header(name) {
      const value = headers[name];
      return Array.isArray(value) ? value.join(", ") : value;
    },
    head() {
      const scheme = "encrypted" in message.socket ? "https" : "http";
      return { method, url: `${scheme}://${host}${url}`, headers: new Headers(pairs(headers)) };
    },
    readBody: (maxBytes) => readMessage(message, headers["content-length"], maxBytes),
    cancellation,
  };
}

/** A host header as a URL has it; undefined for nonsense. */
const parseHost: (header: string) => string | undefined = /* @__PURE__ */ remembered((header) => {
  const url = `http://${header}`;
  if (!URL.canParse(url)) return undefined;
  const { host, href } = new URL(url);
  // Nothing but a host: no user, no path, no query.
  return href === `http://${host}/` ? host : undefined;
});

function pairs(headers: IncomingMessage["headers"]): [string, string][] {
  return Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(", ") : value]],
  );
}

/** Reads on for a moment: a connection that is cut while the client still sends would lose the answer. */
function discardRest(message: IncomingMessage): void {
  let length = 0;
  const timer = setTimeout(() => message.destroy(), maxUnwantedMs);
  message.on("data", (chunk: Buffer) => {
    length += chunk.length;
    if (length > maxUnwantedBytes) message.destroy();
  });
  message.once("close", () => clearTimeout(timer));
  message.resume();
}
