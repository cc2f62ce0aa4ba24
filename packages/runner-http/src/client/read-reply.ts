import { ErrorCode, RunnerError } from "@lutra/runner-core";
import type { ExchangeReply } from "./exchange.ts";
import { essenceOf, type Route, routeRules } from "../protocol/protocol.ts";
import { pageHint, replyError } from "./reply-error.ts";

/** Size that the body of an error may have even if `maxResponseBytes` is less. */
const minErrorBytes = 1024 * 1024;

/** Statuses that lead elsewhere; 0 is one that the platform hides. */
const redirects: readonly number[] = [0, 301, 302, 303, 307, 308];

/**
 * Reads the answer to a request.
 *
 * @returns the body of a success
 * @throws RunnerError for any other answer
 */
export async function readReply(
  kind: Route["kind"],
  reply: ExchangeReply,
  maxBytes: number,
): Promise<Uint8Array> {
  const { status, contentType } = reply;
  const isError = status >= 400;
  // What is wrong with an error's body is less worth knowing than its status.
  const body = isError ? await readError(reply, maxBytes) : await reply.readBody(maxBytes);
  if (isError) throw replyError(kind, reply, textOf(body ?? new Uint8Array()));
  if (redirects.includes(status)) {
    throw protocolError("the server redirects: use the URL that it leads to");
  }
  const got = `${contentType ?? "no content-type"}${pageHint(contentType)}`;
  const { statuses, mediaType } = routeRules[kind];
  if (!statuses.includes(status)) {
    throw protocolError(`expected status ${statuses.join(" or ")}, got ${status} with ${got}`);
  }
  if (mediaType !== undefined && essenceOf(contentType) !== mediaType) {
    throw protocolError(`expected ${mediaType}, got ${got}`);
  }
  if (body !== undefined) return body;
  throw new RunnerError(`the response is larger than maxResponseBytes (${maxBytes})`, {
    code: ErrorCode.FRAME_TOO_LARGE,
  });
}

/** Decodes a body in UTF-8, and keeps a U+FEFF at its beginning. */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

/** Returns the error of a server that does not keep to the protocol. */
export function protocolError(message: string): RunnerError {
  return new RunnerError(message, { code: ErrorCode.PROTOCOL_ERROR });
}

async function readError(reply: ExchangeReply, maxBytes: number): Promise<Uint8Array | undefined> {
  try {
    return await reply.readBody(Math.max(maxBytes, minErrorBytes));
  } catch {
    return undefined;
  }
}
