import { UsageError } from "./errors/usage-error.ts";
import type { Io } from "./io.ts";

/** Environment variable of the token. Everyone on the machine can see arguments. */
export const tokenVariable = "LUTRA_RUNNER_TOKEN";

/**
 * Reads the token from the environment.
 *
 * @throws UsageError unless there is one that HTTP can send; the error does not show it
 */
export function tokenOf({ env }: Pick<Io, "env">): string {
  const token = env[tokenVariable];
  if (token === undefined || token === "") {
    throw new UsageError(
      `--token needs a token in the environment variable ${tokenVariable}`,
      "arguments would show it to everyone on the machine",
    );
  }
  // The error of the HTTP client would print all of it.
  const bad = /[^\u0021-\u007e]/.exec(token.replaceAll(/(?<=\S) (?=\S)/g, "_"));
  if (bad !== null) {
    const what = /[\r\n]/.test(bad[0]) ? "a line break" : "a character that HTTP cannot send";
    throw new UsageError(
      `the token in ${tokenVariable} has ${what} at position ${bad.index + 1} of ${token.length}`,
      "a token consists of visible ASCII characters; `$(cat FILE)` leaves out the line break at the end of a file",
    );
  }
  return token;
}
