import { ErrorCode, isRunnerError } from "@lutra/runner-core";

const texts: ReadonlyMap<string | undefined, string> = new Map([
  [ErrorCode.CONNECTION_CLOSED, "The server does not answer. Is it running?"],
  [ErrorCode.TIMEOUT, "The server took too long. Ask for less, or try again."],
  [ErrorCode.ACCESS_DENIED, "The server does not let this page run this program."],
]);

/** Says to the reader of the page what went wrong and what to do. */
export function errorText(error: unknown): string {
  if (!isRunnerError(error)) return `Something in this page is wrong: ${String(error)}`;
  return texts.get(error.code) ?? `The server could not answer: ${error.message}`;
}
