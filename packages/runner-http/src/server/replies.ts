import { ErrorCode } from "@lutra/runner-core";
import { errorMessage } from "@lutra/runner-core/transport";
import { isHttpFault } from "./http-fault.ts";
import { mediaType } from "../protocol/protocol.ts";
import { statusOf } from "./status.ts";
import type { ServerReply } from "./server-request.ts";

type Fields = Readonly<Record<string, string>>;

const always: Fields = { "cache-control": "no-store", "x-content-type-options": "nosniff" };
const typed = (type: string): Fields => ({ ...always, "content-type": type });
// Made once: the fields of every executed program's answer.
const binary: Fields = /* @__PURE__ */ typed(mediaType);

/** Replies with nothing but the status. */
export function emptyReply(status: 201 | 204, headers: Fields = {}): ServerReply {
  return { status, headers: { ...always, ...headers }, body: undefined };
}

/** Replies with an encoded value, in its own memory or that of the request. */
export function bytesReply(body: Uint8Array): ServerReply {
  return { status: 200, headers: binary, body: body as Uint8Array<ArrayBuffer> };
}

/** Replies with Lutra source. */
export function textReply(body: string): ServerReply {
  return { status: 200, headers: typed("text/plain; charset=utf-8"), body };
}

export function jsonReply(status: number, body: unknown, headers: Fields = {}): ServerReply {
  return {
    status,
    headers: { ...always, ...headers, "content-type": "application/json" },
    body: JSON.stringify(body),
  };
}

/** Replies with what was thrown, without its stack: `{ display, code }`. */
export function failureReply(error: unknown): ServerReply {
  if (isHttpFault(error)) {
    return jsonReply(error.status, { display: error.message, code: error.code }, error.headers);
  }
  const { display, code } = errorMessage(error);
  if (code === undefined) {
    // Not an error that a runner threw on purpose: its text may be secret.
    return jsonReply(500, { display: "internal error", code: ErrorCode.EXECUTION_ERROR });
  }
  return jsonReply(statusOf(code), { display, code });
}

/** Returns the same reply, readable for pages of this origin. */
export function withCors(reply: ServerReply, origin: string): ServerReply {
  const cors = {
    "access-control-allow-origin": origin,
    // A page's client waits for as long as it says before it calls again.
    "access-control-expose-headers": "retry-after",
    vary: "origin",
  };
  return { ...reply, headers: { ...reply.headers, ...cors } };
}
