import { extname } from "node:path";
import { UsageError } from "./errors/usage-error.ts";

/** Forms in which an input can be given. */
export const inputFormats = ["lt", "ld", "ltd", "json", "csv"] as const;
export type InputFormat = (typeof inputFormats)[number];

/** Forms in which an output can be written. */
export const outputFormats = ["table", "lt", "ld", "ltd", "json", "csv"] as const;
export type OutputFormat = (typeof outputFormats)[number];

/**
 * Returns the format that the user named, else the one of the file's extension, else undefined. Capitals are the same
 * as small letters.
 *
 * @throws UsageError for a name that is not among `formats`
 */
export function chooseFormat<F extends string>(
  formats: readonly F[],
  option: string,
  named: string | undefined,
  path: string | undefined,
): F | undefined {
  const wanted = (named ?? extname(path ?? "").slice(1)).toLowerCase();
  const found = formats.find((format) => format === wanted);
  if (found === undefined && named !== undefined) {
    throw new UsageError(`unknown format: ${named}`, `--${option} is one of ${formats.join(", ")}`);
  }
  return found;
}
