import { ErrorCode } from "@lutra/runner-core";
import type { Cancellation, ServerReply, ServerRequest } from "@lutra/runner-http";
import { joinMessage, type RequestHead } from "./envelope.ts";

/**
 * Describes a message to an `HttpServer`.
 *
 * @throws TypeError if the head is not that of a request
 */
export function serverRequest(
  { method, path, headers = {} }: Partial<RequestHead>,
  body: Uint8Array,
  cancellation: Cancellation,
): ServerRequest {
  if (typeof method !== "string" || typeof path !== "string") {
    throw new TypeError("a request has a method and a path");
  }
  const known = new Headers(headers);
  return {
    method,
    path,
    // A subject is no host.
    host: "",
    header: (name) => known.get(name) ?? undefined,
    head: () => ({ method, url: `http://nats${path}`, headers: known }),
    readBody: (maxBytes) => (body.length > maxBytes ? undefined : body),
    cancellation,
  };
}

/** Encodes an answer, or says that it is larger than the NATS server takes. */
export function encodedReply(
  { status, headers, body }: ServerReply,
  maxPayload: number,
): Uint8Array {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const reply = joinMessage({ status, headers }, bytes);
  if (reply.length <= maxPayload) return reply;
  const display = `the answer has ${reply.length} bytes, more than max_payload of the NATS server (${maxPayload})`;
  return failure(413, display, ErrorCode.FRAME_TOO_LARGE);
}

/** Encodes an error that is not of the runner. */
export function failure(status: number, display: string, code: ErrorCode): Uint8Array {
  const body = new TextEncoder().encode(JSON.stringify({ display, code }));
  return joinMessage({ status, headers: { "content-type": "application/json" } }, body);
}
