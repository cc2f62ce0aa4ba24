import { positiveInteger } from "./arguments.ts";
import type { Io } from "./io.ts";
import type { ConnectOptions } from "./runners/scheme.ts";
import { tokenOf } from "./token.ts";

/**
 * Reads the options of a connection to a runner.
 *
 * @throws UsageError for an option that should be a number and is not, or a token that is not set
 */
export function connectOptions(
  values: {
    readonly "max-steps"?: string | undefined;
    readonly token?: boolean | undefined;
    readonly "no-optimize"?: boolean | undefined;
    readonly "isolate-all"?: boolean | undefined;
  },
  io: Pick<Io, "env">,
): ConnectOptions {
  const maxSteps = positiveInteger("max-steps", values["max-steps"]);
  return {
    ...(maxSteps !== undefined && { maxSteps }),
    ...(values.token === true && { token: tokenOf(io) }),
    ...(values["no-optimize"] === true && { optimize: false }),
    ...(values["isolate-all"] === true && { isolateAll: true }),
  };
}
