import { ErrorCode, RunnerError } from "@lutra/runner-core";
import type { Route } from "../protocol/protocol.ts";
import { lostCall } from "./lost-call.ts";

/** Connection state when a request failed. */
interface Progress {
  /** The head of an answer has arrived. */
  readonly isBegun: boolean;
  /** Any request to this server has been answered before. */
  readonly isKnown: boolean;
}

/** Returns the error of a request to `base` that got no answer, or none that can be read. */
export function noAnswer(
  kind: Route["kind"],
  base: string,
  error: unknown,
  { isBegun, isKnown }: Progress,
): RunnerError {
  const { origin, host } = new URL(base);
  // Node's fetch says what happened in the cause only; that of Node 24 gives a name, and no code.
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const { code: anyCode, name, message, syscall } = Object(cause) as SystemError;
  // Browsers have numbers there.
  const code = String(anyCode);
  const isTls = /^EPROTO$|^ERR_SSL_/.test(code);
  if (isTls || code.startsWith("HPE_") || name === "HTTPParserError") {
    const what = isTls ? "TLS: http:// is for servers without it" : "HTTP";
    return new RunnerError(`what answers at ${origin} does not speak ${what}`, {
      code: ErrorCode.PROTOCOL_ERROR,
      cause: error,
    });
  }
  const reason = cause instanceof Error ? message : String(cause);
  // A server or a balancer that has answered before speaks HTTP, and lets this page read its answers.
  const hint = isKnown ? "" : (binaryHint(code, host) ?? corsHint(error, origin) ?? "");
  const isRefused =
    refusedCode.test(code) ||
    syscall === "connect" ||
    (code === "ERR_HTTP2_STREAM_ERROR" && message.includes("REFUSED_STREAM"));
  return lostCall(kind, `no answer from ${base}: ${reason}${hint}`, isBegun || !isRefused, {
    code: ErrorCode.CONNECTION_CLOSED,
    cause: error,
  });
}

/** Fields of an error of Node; any value may have been thrown instead. */
interface SystemError {
  readonly code?: unknown;
  readonly name: string;
  readonly message: string;
  readonly syscall?: string;
}

/** Codes of Node, undici and Bun for a connection that was never there. */
const refusedCode =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT|ConnectionRefused)$/;

/** Codes of Node and undici for a connection that the other side ended. */
const closedCode = /^(?:ECONNRESET|EPIPE|UND_ERR_SOCKET)$/;

/** A server of Lutra's own protocol takes a request for a frame far too large, and ends the connection. */
function binaryHint(code: string, host: string): string | undefined {
  if (!closedCode.test(code)) return undefined;
  return `; if it never answers, its port may be for the binary protocol: use tcp://${host}`;
}

/** A browser does not tell a page why it may not read an answer. */
function corsHint(error: unknown, serverOrigin: string): string | undefined {
  const page = (globalThis as { readonly location?: { readonly origin?: string } }).location
    ?.origin;
  if (page === undefined || page === serverOrigin || !(error instanceof TypeError))
    return undefined;
  return `; it may be up and refuse pages of ${page}: list that in its \`origins\` (lutra-runner serve --origins)`;
}
