import type { Ty, TyDef } from "../../types/ty.ts";
import { isScalar, TypeViews } from "../../types/type-view.ts";
import { toBase64 } from "../base64.ts";
import { type RowsView, rowsView } from "../rows.ts";
import { arrayItems, tupleItems, variantOf } from "../value-shape.ts";
import type { RenderOptions } from "./render-options.ts";
import { SourceRenderer } from "./render-source.ts";
import { scalarText } from "./scalar-text.ts";
import { ValueWalk } from "./value-walk.ts";

/**
 * Renders rows as CSV with a header, quoted as RFC 4180 says; lines end with `\n`.
 *
 * An array gives a row per item, any other value one row; a tuple gives a cell per field, anything else one cell.
 * Cells: text as it is, numbers and booleans as in Lutra, dates and times without `@`, names of enums without
 * payloads, bytes in base64, `none` as an empty cell and `some` as its payload, and everything that nests as a
 * Lutra literal. An empty text in an option is written `""`, so that it is not `none`.
 *
 * The Rust original writes Lutra literals without quoting, which no spreadsheet reads; `parseCsv` reads this form.
 *
 * @throws TypeError for a value that is not of the type, naming the place
 * @throws TypeError for a type with functions or undefined names
 * @throws RangeError for a value nested deeper than `options.maxNesting`
 * @example
 * renderCsv([{ id: 5, title: 'Say "hi"' }], ty, defs); // id,title\n5,"Say ""hi"""\n
 */
export function renderCsv(
  value: unknown,
  ty: Ty,
  defs: readonly TyDef[] = [],
  options: RenderOptions = {},
): string {
  return new CsvRenderer(new TypeViews(defs), options).render(value, ty);
}

class CsvRenderer {
  readonly #types: TypeViews;
  readonly #walk: ValueWalk;
  readonly #nested: SourceRenderer;

  constructor(types: TypeViews, options: RenderOptions) {
    this.#types = types;
    this.#walk = new ValueWalk(options);
    this.#nested = new SourceRenderer(types, this.#walk);
  }

  render(value: unknown, ty: Ty): string {
    const rows = rowsView(this.#types, ty);
    const header = `${rows.columns.map((column) => quoteCell(column.name)).join(",")}\n`;
    if (!rows.isArray) return header + this.#row(value, rows);
    const items = arrayItems(value) ?? this.#walk.reject(this.#types.of(ty), value);
    const lines = items.map((item, i) => {
      this.#walk.enter(i);
      const line = this.#row(item, rows);
      this.#walk.leave();
      return line;
    });
    return header + lines.join("");
  }

  #row(value: unknown, { view, columns }: RowsView): string {
    if (view.kind !== "tuple")
      return `${columns.map(({ ty }) => this.#cell(value, ty)).join(",")}\n`;
    const items = tupleItems(view, value) ?? this.#walk.reject(view, value);
    const cells = columns.map(({ name, ty }, i) => {
      this.#walk.enter(name);
      const cell = this.#cell(items[i], ty);
      this.#walk.leave();
      return cell;
    });
    return `${cells.join(",")}\n`;
  }

  #cell(value: unknown, ty: Ty): string {
    const view = this.#types.of(ty);
    if (view.kind === "enum" && view.shape === "option") {
      const some = view.variants[1];
      if (value === null || some === undefined) return "";
      return this.#cell(value, some.ty) || '""';
    }
    if (isScalar(view)) return quoteCell(scalarText(view, value) ?? this.#walk.reject(view, value));
    if (view.kind === "bytes" && value instanceof Uint8Array) return toBase64(value);
    if (view.kind === "enum" && view.shape === "names") {
      const variant = view.variants[variantOf(view, value)?.index ?? -1];
      return quoteCell((variant ?? this.#walk.reject(view, value)).name);
    }
    return quoteCell(this.#nested.render(value, ty));
  }
}

function quoteCell(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
