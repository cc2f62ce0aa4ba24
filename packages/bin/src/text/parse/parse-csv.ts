import type { Ty, TyDef } from "../../types/ty.ts";
import { isScalar, type TypeView, TypeViews } from "../../types/type-view.ts";
import { fromBase64 } from "../base64.ts";
import { type RowsView, rowsView } from "../rows.ts";
import { enumOfVariant, tupleOf } from "../value-shape.ts";
import { type CsvCell, type CsvRecord, readCsv } from "./csv-records.ts";
import { expectation, listOf } from "./expectation.ts";
import { ParseError } from "./parse-error.ts";
import type { ParseOptions } from "./parse-options.ts";
import { SourceParser } from "./parse-source.ts";
import { scalarFromText } from "./scalar-from-text.ts";
import { TextCursor } from "./text-cursor.ts";

/**
 * Reads rows from CSV with a header: what `renderCsv` writes, and what spreadsheets write.
 *
 * Columns may come in any order; the column of an option may be missing. An empty cell is `null` in an option.
 * Blank lines are passed over, except where a row has only one cell. `renderCsv` describes the cells.
 *
 * @throws ParseError for text that is not CSV, or whose cells are not of the type
 * @throws TypeError for a type with functions or undefined names
 * @example
 * parseCsv("title,id\nGladiator,5\n", ty, defs); // [{ id: 5, title: "Gladiator" }]
 */
export function parseCsv(
  text: string,
  ty: Ty,
  defs: readonly TyDef[] = [],
  options: ParseOptions = {},
): unknown {
  const cursor = new TextCursor(text, options);
  return new CsvParser(new TypeViews(defs), cursor, options).parse(ty);
}

class CsvParser {
  readonly #types: TypeViews;
  readonly #cursor: TextCursor;
  readonly #nested: SourceParser;

  constructor(types: TypeViews, cursor: TextCursor, options: ParseOptions) {
    this.#types = types;
    this.#cursor = cursor;
    this.#nested = new SourceParser(types, options);
  }

  parse(ty: Ty): unknown {
    const rows = rowsView(this.#types, ty);
    const [header, ...records] = readCsv(this.#cursor);
    if (header === undefined)
      this.#cursor.fail(`expected a header with ${namesOf(rows)}, found an empty text`, 0);
    const order = this.#columnOrder(header, rows);
    const filled = header.length > 1 ? records.filter((record) => !isBlank(record)) : records;
    if (!rows.isArray) {
      const [only, second] = filled;
      if (only === undefined) this.#cursor.fail("expected one row after the header, found none");
      if (second !== undefined)
        this.#cursor.fail("expected one row, found another: the type is no array", startOf(second));
      return this.#row(only, header, order, rows);
    }
    const values = filled.map((record, i) => {
      this.#cursor.enter(i);
      const value = this.#row(record, header, order, rows);
      this.#cursor.leave();
      return value;
    });
    return this.#types.of(ty).kind === "bytes" ? Uint8Array.from(values as number[]) : values;
  }

  /** Returns, for every column of the type, its position in the records; -1 where it is missing and may be. */
  #columnOrder(header: CsvRecord, rows: RowsView): readonly number[] {
    if (rows.view.kind !== "tuple" || rows.columns.length === 0) {
      if (header.length !== 1) this.#cursor.fail(`expected one column, found ${header.length}`, 0);
      return [0];
    }
    const free = new Map<string, number[]>();
    header.forEach(({ text }, i) => {
      const positions = free.get(text);
      if (positions === undefined) free.set(text, [i]);
      else positions.push(i);
    });
    const order = rows.columns.map(({ name, ty }) => {
      const position = free.get(name)?.shift();
      if (position === undefined && !isOption(this.#types.of(ty))) this.#lacks(name, header);
      return position ?? -1;
    });
    for (const position of [...free.values()].flat()) {
      const cell = header[position];
      const problem = `there is no column ${JSON.stringify(cell?.text)}: expected ${namesOf(rows)}`;
      this.#cursor.fail(problem, cell?.at);
    }
    return order;
  }

  /** Shows the line as it stands: it may have other separators, blanks or capitals. */
  #lacks(name: string, header: CsvRecord): never {
    const at = startOf(header);
    const line = /.{0,60}/u.exec(this.#cursor.text.slice(at))?.[0];
    this.#cursor.fail(
      `the header lacks the column ${JSON.stringify(name)}, found ${JSON.stringify(line)}`,
      at,
    );
  }

  #row(
    record: CsvRecord,
    header: CsvRecord,
    order: readonly number[],
    { view, columns }: RowsView,
  ): unknown {
    if (record.length !== header.length) {
      const counts = `${record.length}, but the header has ${header.length}`;
      this.#cursor.fail(`the number of cells in this line is ${counts}`, startOf(record));
    }
    if (columns.length === 0 && !isBlank(record))
      this.#cursor.fail("expected an empty line, as the type has no columns", startOf(record));
    const values = columns.map(({ name, ty }, i) => {
      const cell = record[order[i] ?? -1];
      if (cell === undefined) return null;
      if (view.kind === "tuple") this.#cursor.enter(name);
      const value = this.#cell(cell, ty);
      if (view.kind === "tuple") this.#cursor.leave();
      return value;
    });
    return view.kind === "tuple" ? tupleOf(view, values) : values[0];
  }

  #cell(cell: CsvCell, ty: Ty): unknown {
    const view = this.#types.of(ty);
    if (view.kind === "enum" && view.shape === "option") {
      const some = view.variants[1];
      if (some === undefined || this.#isNone(cell, some.ty)) return null;
      return this.#cell(cell, some.ty);
    }
    if (isScalar(view)) {
      const text = view.kind === "text" ? cell.text : cell.text.trim();
      return scalarFromText(view, text) ?? this.#reject(cell, view);
    }
    if (view.kind === "bytes") return fromBase64(cell.text) ?? this.#reject(cell, view);
    if (view.kind === "enum" && view.shape === "names") {
      const index = view.indexOf.get(cell.text) ?? this.#reject(cell, view);
      return enumOfVariant(view, index, undefined);
    }
    return this.#literal(cell, ty);
  }

  /**
   * Checks if a cell means `none`. An empty string in quotes is a string; programs that quote every cell mean nothing
   * by it elsewhere.
   */
  #isNone(cell: CsvCell, some: Ty): boolean {
    if (cell.text !== "") return false;
    const { kind } = this.#types.of(some);
    return !cell.quoted || (kind !== "text" && kind !== "bytes");
  }

  #literal(cell: CsvCell, ty: Ty): unknown {
    try {
      return this.#nested.parse(cell.text, ty);
    } catch (error) {
      if (!(error instanceof ParseError)) throw error;
      this.#cursor.fail(`the cell that starts here is no Lutra literal: ${error.message}`, cell.at);
    }
  }

  #reject(cell: CsvCell, view: TypeView): never {
    const what = view.kind === "bytes" ? "bytes in base64" : expectation(view);
    this.#cursor.fail(`expected ${what}, found ${JSON.stringify(cell.text)}`, cell.at);
  }
}

function isOption(view: TypeView): boolean {
  return view.kind === "enum" && view.shape === "option";
}

function isBlank(record: CsvRecord): boolean {
  const [cell] = record;
  return record.length === 1 && cell?.text === "" && !cell.quoted;
}

function startOf(record: CsvRecord): number | undefined {
  return record[0]?.at;
}

function namesOf(rows: RowsView): string {
  return `the columns ${listOf(rows.columns.map((column) => column.name))}`;
}
