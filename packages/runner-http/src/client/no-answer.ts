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
  const code = systemCodeOf(error);
  const isTls = code === "EPROTO" || code.startsWith("ERR_SSL_");
  if (isTls || code.startsWith("HPE_") || nameOf(error) === "HTTPParserError") {
    const what = isTls ? "TLS: http:// is for servers without it" : "HTTP";
    return new RunnerError(`what answers at ${origin} does not speak ${what}`, {
      code: ErrorCode.PROTOCOL_ERROR,
      cause: error,
    });
  }
  // A server or a balancer that has answered before speaks HTTP, and lets this page read its answers.
  const hint = isKnown ? "" : (binaryHint(code, host) ?? corsHint(error, origin) ?? "");
  const isSeen = isBegun || !isRefused(error, code);
  return lostCall(kind, `no answer from ${base}: ${reasonOf(error)}${hint}`, isSeen, {
    code: ErrorCode.CONNECTION_CLOSED,
    cause: error,
  });
}

/** Returns whether there was no connection to send the request on, or the server refused its stream of HTTP/2. */
function isRefused(error: unknown, code: string): boolean {
  const cause = causeOf(error) as { readonly syscall?: unknown };
  return (
    refusedCodes.has(code) ||
    cause.syscall === "connect" ||
    (code === "ERR_HTTP2_STREAM_ERROR" && reasonOf(error).includes("REFUSED_STREAM"))
  );
}

/** Codes of Node, undici and Bun for a connection that was never there. */
const refusedCodes: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "UND_ERR_CONNECT_TIMEOUT",
  "ConnectionRefused",
]);

/** A server of Lutra's own protocol takes a request for a frame far too large, and ends the connection. */
function binaryHint(code: string, host: string): string | undefined {
  if (!closedCodes.has(code)) return undefined;
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

/** Codes of Node and undici for a connection that the other side ended. */
const closedCodes: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "ECONNRESET",
  "EPIPE",
  "UND_ERR_SOCKET",
]);

/** Node's fetch says what happened in the cause only. */
function causeOf(error: unknown): unknown {
  return error instanceof Error && error.cause instanceof Error ? error.cause : error;
}

function systemCodeOf(error: unknown): string {
  const cause = causeOf(error);
  return cause instanceof Error && "code" in cause ? String(cause.code) : "";
}

/** Node 24's fetch gives a name, and no code. */
function nameOf(error: unknown): string {
  const cause = causeOf(error);
  return cause instanceof Error ? cause.name : "";
}

function reasonOf(error: unknown): string {
  const cause = causeOf(error);
  return cause instanceof Error ? cause.message : String(cause);
}
