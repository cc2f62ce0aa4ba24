import { ErrorCode, RunnerError } from "@lutra/runner-core";
import { essenceOf, type Route } from "../protocol/protocol.ts";
import type { ExchangeReply } from "./exchange.ts";
import { lostCall } from "./lost-call.ts";

/** The server does not have the program, and has executed nothing. */
export class ProgramMissing extends RunnerError {}

/** Longest time that a server may ask a client to wait for, in seconds. */
const maxRetryAfterSeconds = 10;

/** Returns the error that a response describes; a foreign one, such as a proxy's page, is named by its status. */
export function replyError(
  kind: Route["kind"],
  { status, contentType, retryAfter }: ExchangeReply,
  text: string,
): RunnerError {
  const body = Object(parseJson(text)) as { readonly display?: unknown; readonly code?: unknown };
  const display = typeof body.display === "string" ? body.display : undefined;
  if (display !== undefined && typeof body.code === "string") {
    // With another status the code is a runner's own, and the program may have run.
    const isMissing = status === 404 && body.code === ErrorCode.PROGRAM_NOT_FOUND;
    const Kind = isMissing ? ProgramMissing : RunnerError;
    return new Kind(display, { code: body.code });
  }
  const code = codesOfOthers[status];
  const excerpt = text === "" ? "" : `: ${JSON.stringify(text.slice(0, 64))}`;
  // What refuses a request for a reason of its own is at the right place.
  const hint = code === undefined && status < 500 ? pageHint(contentType) : "";
  const message = display ?? `HTTP status ${status}${excerpt}${hint}`;
  const options = { code: code ?? ErrorCode.PROTOCOL_ERROR };
  if (code === undefined || status < 500) return new RunnerError(message, options);
  // A server of ours that does not start on a request says when to call again. What stands in between may say that too,
  // and not if it had passed the request on.
  const isOurs = display !== undefined && status === 503 && retryAfter !== undefined;
  const seconds = isOurs ? Math.min(Number(retryAfter) || 1, maxRetryAfterSeconds) : 0;
  return lostCall(kind, message, !isOurs, { ...options, retryAfterMs: 1000 * seconds });
}

/** Codes for statuses with which servers in between reply on their own. */
const codesOfOthers: Readonly<Record<number, ErrorCode>> = {
  401: ErrorCode.ACCESS_DENIED,
  403: ErrorCode.ACCESS_DENIED,
  408: ErrorCode.TIMEOUT,
  413: ErrorCode.FRAME_TOO_LARGE,
  429: ErrorCode.LIMIT_EXCEEDED,
  502: ErrorCode.CONNECTION_CLOSED,
  503: ErrorCode.CONNECTION_CLOSED,
  504: ErrorCode.TIMEOUT,
};

/** Returns what to do about an answer that is a web page, or an empty string. */
export function pageHint(contentType: string | undefined): string {
  return essenceOf(contentType) === "text/html" ? ", a web page: check the URL" : "";
}

/** Parses JSON; returns undefined for any other string. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
