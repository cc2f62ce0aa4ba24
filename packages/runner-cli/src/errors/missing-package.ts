import { CommandError } from "./command-error.ts";
import { systemCode } from "./system-error.ts";

/** Returns the error for a runner whose optional package is absent; `undefined` for other failures. */
export function missingPackage(error: unknown): CommandError | undefined {
  if (systemCode(error) !== "ERR_MODULE_NOT_FOUND") return undefined;
  const name = /Cannot find package '([^']+)'/.exec((error as Error).message)?.[1];
  if (name === undefined) return undefined;
  return new CommandError(`this runner needs the package ${name}, which is not installed`, {
    help: `npm install ${name}`,
    cause: error,
  });
}
