import type { IncomingMessage } from "node:http";

/**
 * The request as the platform's `Request`, with its body unread.
 *
 * @param signal aborts when the client has gone
 * @throws TypeError for a target or a header that makes no URL
 */
export function nodeRequest(message: IncomingMessage, signal: AbortSignal): Request {
  const { method = "GET", url = "/", headers } = message;
  const init: RequestInit & { duplex?: "half" } = {
    method,
    headers: Object.entries(headers).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(", ") : value]],
    ),
    signal,
  };
  if (method !== "GET" && method !== "HEAD" && method !== "OPTIONS") {
    init.body = bodyOf(message);
    init.duplex = "half";
  }
  // Only a path: `//host/path` or an absolute target must not name another host than the header does.
  if (!url.startsWith("/")) throw new TypeError(`the request target is no path: ${url}`);
  return new Request(new URL(`http://${headers.host ?? "localhost"}${url}`), init);
}

/**
 * The body as it arrives, read no faster than it is asked for. Written out because `Readable.toWeb` throws outside of any
 * promise when a body is cancelled while the client sends.
 */
function bodyOf(message: IncomingMessage): ReadableStream<Uint8Array> {
  let settled = false;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        message.pause();
        message.on("data", (chunk: Buffer) => {
          if (settled) return;
          controller.enqueue(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length));
          message.pause();
        });
        message.once("end", () => {
          if (settled) return;
          settled = true;
          controller.close();
        });
        const fail = (): void => {
          if (settled) return;
          settled = true;
          controller.error(new Error("the client went away before the body was complete"));
        };
        message.once("error", fail);
        message.once("close", fail);
      },
      pull() {
        message.resume();
      },
      cancel() {
        settled = true;
      },
    },
    { highWaterMark: 0 },
  );
}
