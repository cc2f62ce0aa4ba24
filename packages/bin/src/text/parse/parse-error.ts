import { formatPath } from "../../bytes/decode-error.ts";

/** Error of text that is not a value of the expected type. */
export class ParseError extends Error {
  override readonly name = "ParseError" as const;
  /** Line of the fault, from 1. */
  readonly line: number;
  /** Column of the fault in UTF-16 units, from 1. */
  readonly column: number;
  /** Place of the fault in the value: field names, item indices and variant names, outermost first. */
  readonly path: readonly (string | number)[];

  constructor(
    message: string,
    line: number,
    column: number,
    path: readonly (string | number)[] = [],
  ) {
    const place = path.length > 0 ? `, in ${formatPath(path)}` : "";
    super(`${message} (at line ${line}, column ${column}${place})`);
    this.line = line;
    this.column = column;
    this.path = path;
  }
}
