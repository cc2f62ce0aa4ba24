import type { IncomingMessage, ServerResponse } from "node:http";
import { nodeRequest } from "./node-request.ts";

/** A request listener of `node:http`. */
export type NodeHandler = (message: IncomingMessage, response: ServerResponse) => void;

/** How much of an unwanted body is read on, so that the client gets to see the answer. */
const maxUnwantedBytes = 1024 * 1024;
const maxUnwantedMs = 1000;

/**
 * Makes a request listener of a fetch handler, for `http.createServer` and frameworks that take such listeners.
 *
 * The request's signal aborts when the client goes away before it was answered, and only then.
 *
 * @example
 * ```ts
 * import { createServer } from "node:http";
 *
 * const server = createServer(toNodeHandler(createFetchHandler(runner, { allowAnyone: true })));
 * ```
 */
export function toNodeHandler(handler: (request: Request) => Promise<Response>): NodeHandler {
  return (message, response) => {
    const gone = new AbortController();
    response.on("close", () => {
      if (!response.writableFinished) gone.abort(new Error("the client went away"));
    });
    // A client may vanish while it is written to; that is not this process's error.
    response.on("error", () => {});
    answer(handler, message, response, gone.signal).catch(() => response.destroy());
  };
}

async function answer(
  handler: (request: Request) => Promise<Response>,
  message: IncomingMessage,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  let request: Request;
  try {
    request = nodeRequest(message, signal);
  } catch {
    response.writeHead(400, { connection: "close" }).end();
    return;
  }
  const { status, headers, body } = await handler(request);
  // Our handlers answer with bodies that are already in memory.
  const bytes = body === null ? undefined : new Uint8Array(await new Response(body).arrayBuffer());
  response.statusCode = status;
  headers.forEach((value, name) => response.setHeader(name, value));
  if (bytes !== undefined) response.setHeader("content-length", bytes.length);
  if (!message.complete) {
    response.setHeader("connection", "close");
    discardRest(message);
  }
  response.end(bytes);
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
