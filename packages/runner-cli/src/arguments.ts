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

/** Returns `true` if `parseArgs` threw this: an option that does not exist, or one without its value. */
export function isParseArgsError(error: unknown): error is Error {
  return systemCode(error)?.startsWith("ERR_PARSE_ARGS") ?? false;
}
