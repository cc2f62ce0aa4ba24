import { positiveInteger } from "./arguments.ts";
import type { Io } from "./io.ts";
import type { ConnectOptions } from "./runners/scheme.ts";
import { UsageError } from "./errors/usage-error.ts";

/** Environment variable of the token: arguments are for everyone on the machine to see. */
export const tokenVariable = "LUTRA_RUNNER_TOKEN";

/**
 * What the user said about the connection to a runner.
 *
 * @throws UsageError for a number that is none, or a token that is not set
 */
export function connectOptions(
  values: {
    readonly "max-steps"?: string | undefined;
    readonly token?: boolean | undefined;
    readonly "no-optimize"?: boolean | undefined;
  },
  io: Pick<Io, "env">,
): ConnectOptions {
  const maxSteps = positiveInteger("max-steps", values["max-steps"]);
  return {
    ...(maxSteps !== undefined && { maxSteps }),
    ...(values.token === true && { token: tokenOf(io) }),
    ...(values["no-optimize"] === true && { optimize: false }),
  };
}

/** @throws UsageError unless the environment has a token that HTTP can send; the error does not show it */
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
