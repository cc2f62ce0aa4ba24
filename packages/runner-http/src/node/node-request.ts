import type { IncomingMessage } from "node:http";
import type { Cancellation, ServerRequest } from "@lutra/runner-http";
import { parseHost } from "../server/host.ts";
import { readMessage } from "./read-message.ts";

/**
 * Describes a request of `node:http`, or of the compatibility layer of `node:http2`, to the server.
 *
 * @param beforeBody called once the body is wanted, before it is read
 */
export function nodeRequest(
  message: IncomingMessage,
  cancellation: Cancellation,
  beforeBody: () => void,
): ServerRequest {
  const { method = "GET", url = "/", headers } = message;
  const header = hostHeader(message);
  // HTTP/1.0 knows requests without a host.
  const host = header === undefined ? "" : parseHost(header);
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
    readBody(maxBytes) {
      const { body } = message as { body?: unknown };
      if (body instanceof Uint8Array) return body.length > maxBytes ? undefined : body;
      if (Number(headers["content-length"]) > maxBytes) return undefined;
      beforeBody();
      return readMessage(message, headers["content-length"], maxBytes);
    },
    cancellation,
  };
}

/**
 * Returns the `host` header, or all of them: Node keeps the first of several, but a proxy in front may have gone by the
 * last.
 */
function hostHeader({ headers, rawHeaders }: IncomingMessage): string | undefined {
  const first = headers.host ?? headers[":authority"]?.toString();
  let count = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] as string;
    if (name.length === 4 && name.toLowerCase() === "host") count++;
  }
  return count > 1 ? `${first}, ...` : first;
}

/** Returns fields as `Headers` takes them: without the pseudo-headers of HTTP/2, such as `:path`. */
function pairs(headers: IncomingMessage["headers"]): [string, string][] {
  return Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value === undefined || name.startsWith(":")
      ? []
      : [[name, Array.isArray(value) ? value.join(", ") : value]],
  );
}
