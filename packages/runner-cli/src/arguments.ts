import { systemCode } from "./errors/system-error.ts";
import { UsageError } from "./errors/usage-error.ts";

/**
 * Returns the whole number that an option was given, if it was.
 *
 * @throws UsageError for anything that is not a whole number from 1 to 2^53 - 1
 */
export function positiveInteger(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < 1) {
    throw new UsageError(`--${option} takes a whole number above 0, got ${JSON.stringify(text)}`);
  }
  return value;
}

/**
 * Returns the argument of a command that takes one at most.
 *
 * @param what name of the argument, as help shows it: `PROGRAM`
 * @throws UsageError for more than one
 */
export function optionalArgument(
  command: string,
  what: string,
  [first, ...more]: readonly string[],
): string | undefined {
  if (more.length > 0) {
    throw new UsageError(`${command} takes one ${what}, got also ${more.join(" ")}`);
  }
  return first;
}

/**
 * Returns the argument of a command that takes one.
 *
 * @param what name of the argument, as help shows it: `PROGRAM`
 * @throws UsageError for none, an empty one, and more than one
 */
export function requiredArgument(
  command: string,
  what: string,
  positionals: readonly string[],
): string {
  const argument = optionalArgument(command, what, positionals);
  if (argument === undefined || argument === "") {
    throw new UsageError(`${command} needs a ${what}`);
  }
  return argument;
}

/** Returns `true` if `parseArgs` threw this: an option that does not exist, or one without its value. */
export function isParseArgsError(error: unknown): error is Error {
  return systemCode(error)?.startsWith("ERR_PARSE_ARGS") ?? false;
}
