import { isRunnerError } from "@lutra/runner-core";
import { isHttpFault } from "./http-fault.ts";
import type { ServerReply, ServerRequest } from "./server-request.ts";

/** An answered request, for a log. It has nothing that is secret: no query, no headers, no bodies. */
export interface AnsweredRequest {
  readonly method: string;
  /** Path of the target, without its query, as it was sent: it may hold control characters. */
  readonly path: string;
  /** SHA-256 of the program that the path names, if it names one. */
  readonly program: string | undefined;
  /** Status of the answer; 499 if the client went away before there was one. */
  readonly status: number;
  /** Time from the request's head to its answer, in milliseconds. */
  readonly ms: number;
  /** Length of the answer's body, in bytes. */
  readonly bytes: number;
}

/** Status that logs show for a client that did not wait for its answer. */
const clientGone = 499;

/** Describes a request and its answer. */
export function answeredRequest(
  request: ServerRequest,
  reply: ServerReply,
  startedAt: number,
): AnsweredRequest {
  const { method, path } = request;
  return {
    method,
    path,
    program: /\/programs\/([0-9a-f]{64})(?:\/|$)/.exec(path)?.[1],
    status: isClientGone(request) ? clientGone : reply.status,
    ms: performance.now() - startedAt,
    bytes: lengthOf(reply.body),
  };
}

/** Checks if the client has cancelled. The server itself cancels too, when time is over, with an error of ours. */
function isClientGone({ cancellation: { isCancelled, reason } }: ServerRequest): boolean {
  return isCancelled && !isRunnerError(reason) && !isHttpFault(reason);
}

function lengthOf(body: ServerReply["body"]): number {
  return typeof body === "string" ? new TextEncoder().encode(body).length : (body?.length ?? 0);
}
