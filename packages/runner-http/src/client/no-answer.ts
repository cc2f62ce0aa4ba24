import { ErrorCode, RunnerError } from "@lutra/runner-core";
import type { Route } from "../protocol/protocol.ts";
import { lostCall } from "./lost-call.ts";
import type { Diagnosis, SystemError } from "./system-error.ts";

/** Connection state when a request failed. */
interface Progress {
  /** The head of an answer has arrived. */
  readonly isBegun: boolean;
  /** Any request to this server has been answered before. */
  readonly isKnown: boolean;
}

/** Resolves with the error of a request to `base` that got no answer, or none that can be read. */
export async function noAnswer(
  kind: Route["kind"],
  base: string,
  error: unknown,
  { isBegun, isKnown }: Progress,
): Promise<RunnerError> {
  const { origin, host } = new URL(base);
  // Node's fetch says what happened in the cause only.
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const { unspoken, isRefused, hint } = isSystemError(error, cause)
    ? (await import("./system-error.ts")).diagnose(cause, host)
    : nothingKnown;
  if (unspoken !== undefined) {
    return new RunnerError(`what answers at ${origin} does not speak ${unspoken}`, {
      code: ErrorCode.PROTOCOL_ERROR,
      cause: error,
    });
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  // A server or a balancer that has answered before speaks HTTP, and lets this page read its answers.
  const advice = isKnown ? "" : hint || corsHint(error, origin);
  return lostCall(kind, `no answer from ${base}: ${reason}${advice}`, isBegun || !isRefused, {
    code: ErrorCode.CONNECTION_CLOSED,
    cause: error,
  });
}

const nothingKnown: Diagnosis = { isRefused: false, hint: "" };

/**
 * Checks if an error says more than a browser's, which has neither a cause nor a code that is a string. So no page loads
 * the code that reads it.
 */
function isSystemError(error: unknown, cause: unknown): cause is SystemError {
  return cause !== error || typeof Object(cause).code === "string";
}

/** A browser does not tell a page why it may not read an answer. */
function corsHint(error: unknown, serverOrigin: string): string {
  const page = (globalThis as { readonly location?: { readonly origin?: string } }).location
    ?.origin;
  return page === undefined || page === serverOrigin || !(error instanceof TypeError)
    ? ""
    : `; it may be up and refuse pages of ${page}: list that in its \`origins\` (lutra-runner serve --origins)`;
}
