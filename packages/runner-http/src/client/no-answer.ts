import { ErrorCode, type RunnerError } from "@lutra/runner-core";
import type { Route } from "../protocol/protocol.ts";
import { diagnose } from "./diagnosis.ts";
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
  const { cause, unspoken, isRefused, hint } = diagnose(error, base);
  if (unspoken !== undefined) return unspoken;
  const reason = cause instanceof Error ? cause.message : String(cause);
  // A server or a balancer that has answered before speaks HTTP, and lets this page read its answers.
  const advice = isKnown ? "" : hint || corsHint(error, base);
  return lostCall(kind, `no answer from ${base}: ${reason}${advice}`, isBegun || !isRefused, {
    code: ErrorCode.CONNECTION_CLOSED,
    cause: error,
  });
}

/** Returns a hint about CORS: a browser does not tell a page why it may not read a response. */
function corsHint(error: unknown, base: string): string {
  const page = (globalThis as { readonly location?: { readonly origin?: string } }).location
    ?.origin;
  return page === undefined || page === new URL(base).origin || !(error instanceof TypeError)
    ? ""
    : `; it may be up and refuse pages of ${page}: list that in its \`origins\` (lutra-runner serve --origins)`;
}
