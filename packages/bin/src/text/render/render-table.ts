import type { Ty, TyDef } from "../../types/ty.ts";
import { TypeViews } from "../../types/type-view.ts";
import { maxNestedItems, RecordLines } from "./record-lines.ts";
import type { RenderOptions } from "./render-options.ts";
import { TableLines } from "./table-lines.ts";
import { ValueWalk } from "./value-walk.ts";

/** Size and limits of a table. */
export interface RenderTableOptions extends RenderOptions {
  /**
   * Characters of a line, such as those of a terminal. Columns are as wide as that allows, arrays in cells stand on one
   * line if that fits, and nothing is hidden for nesting: rows that hold rows, and rows that have too many columns, are
   * shown as records, a line per field.
   */
  readonly width?: number;
  /** Characters that a column takes at most; wider text is cut. @default 20, or all that fit if `width` is given */
  readonly maxColumnWidth?: number;
  /** Items of an array that a cell shows at most, each on a line. @default 3, or 20 if `width` is given */
  readonly maxArrayItems?: number;
  /** Rows that the table shows at most; a line below tells how many are left out. @default all */
  readonly maxRows?: number;
}

/**
 * Renders a value as a table of fixed-width text.
 *
 * An array gives a row per item and a column with their index in front, any other value one row. Tuples in tuples are
 * spread into columns below a common name. With `width`, rows that hold rows or have too many columns are records
 * instead: a line per field, and what nests on the lines below its name. Every line ends with `\n` and none ends with blanks. Widths count Unicode
 * characters, so wide ones like 字 or 🦦 move what follows them. Control characters are escaped.
 *
 * @throws TypeError for a value that is not of the type, naming the place
 * @throws TypeError for a type with functions or undefined names
 * @throws RangeError for an option that is no whole number from 1, a value nested deeper than `options.maxNesting`,
 *   or more than 10,000 columns
 * @see docs/spec/binary-format.md, "Rows and tables"
 * @example
 * renderTable([{ name: "Alice", tags: ["dev", "rust"] }], ty, defs);
 */
export function renderTable(
  value: unknown,
  ty: Ty,
  defs: readonly TyDef[] = [],
  options: RenderTableOptions = {},
): string {
  const width = options.width === undefined ? undefined : atLeastOne("width", options.width);
  const [columnWidth, arrayItems] =
    width === undefined ? [20, 3] : [Number.MAX_SAFE_INTEGER, maxNestedItems];
  const limits = {
    maxColumnWidth: atLeastOne("maxColumnWidth", options.maxColumnWidth ?? columnWidth),
    maxArrayItems: atLeastOne("maxArrayItems", options.maxArrayItems ?? arrayItems),
    maxRows: atLeastOne("maxRows", options.maxRows ?? Number.MAX_SAFE_INTEGER),
  };
  const types = new TypeViews(defs);
  const walk = new ValueWalk(options);
  const lines =
    width === undefined
      ? new TableLines(types, walk, limits).of(value, ty)
      : new RecordLines(types, walk, limits).of(value, ty, width);
  return lines.map((line) => `${withoutBlanksAtEnd(line)}\n`).join("");
}

function atLeastOne(name: string, value: number): number {
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new RangeError(`${name} must be a whole number from 1, got ${value}`);
}

/** Removes blanks at the end. A pattern for this would look at each run of blanks once for each of its characters. */
function withoutBlanksAtEnd(line: string): string {
  let end = line.length;
  while (line.charCodeAt(end - 1) === 0x20) end--;
  return line.slice(0, end);
}
