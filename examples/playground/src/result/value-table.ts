import type { Ty, TyDef } from "@lutra/bin";
import { renderSource } from "@lutra/bin/render";
import { isScalar, type TypeView, TypeViews } from "@lutra/bin/transcode";
import { element } from "../page/element.ts";

/** Rows that a table shows; the literal has all. */
const maxRows = 500;

/** Shows a value as nested tables: rows of named fields are a table, a tuple is a table with a line per field. */
export function valueTable(value: unknown, ty: Ty, defs: readonly TyDef[]): HTMLElement {
  return new ValueTables(defs).of(value, ty);
}

class ValueTables {
  readonly #types: TypeViews;
  readonly #defs: readonly TyDef[];

  constructor(defs: readonly TyDef[]) {
    this.#types = new TypeViews(defs);
    this.#defs = defs;
  }

  of(value: unknown, ty: Ty): HTMLElement {
    const view = this.#types.of(ty);
    if (view.kind === "array") return this.#array(value as readonly unknown[], view.item);
    if (view.kind === "tuple") return this.#tuple(value, view);
    if (view.kind === "enum") return this.#enum(value, view);
    return element("span", { class: classOf(view) }, this.#text(value, ty, view));
  }

  #text(value: unknown, ty: Ty, view: TypeView): string {
    if (view.kind === "text") return value as string;
    const text = renderSource(value, ty, this.#defs).trim();
    // `@2024-01-01` in source: the mark says nothing in a cell.
    return text.startsWith("@") ? text.slice(1) : text;
  }

  #array(items: readonly unknown[], item: Ty): HTMLElement {
    if (items.length === 0) return element("span", { class: "muted" }, "empty");
    const view = this.#types.of(item);
    const shown = items.slice(0, maxRows);
    const more =
      items.length > shown.length
        ? [element("p", { class: "note" }, `… ${items.length - shown.length} more rows`)]
        : [];
    if (view.kind !== "tuple" || view.shape !== "object") {
      const entries = shown.map((value) => element("li", {}, this.of(value, item)));
      return element("div", {}, element("ol", { start: 0 }, ...entries), ...more);
    }
    const heads = view.fields.map(({ name, ty }) =>
      element("th", { scope: "col", class: classOf(this.#types.of(ty)) }, name ?? ""),
    );
    const rows = shown.map((row) => {
      const fields = row as Readonly<Record<string, unknown>>;
      const cells = view.fields.map(({ name, ty }) =>
        element("td", { class: classOf(this.#types.of(ty)) }, this.of(fields[name!], ty)),
      );
      return element("tr", {}, ...cells);
    });
    const head = element("thead", {}, element("tr", {}, ...heads));
    return element("div", {}, element("table", {}, head, element("tbody", {}, ...rows)), ...more);
  }

  #tuple(value: unknown, view: TypeView & { kind: "tuple" }): HTMLElement {
    if (view.shape === "unit") return element("span", { class: "muted" }, "{}");
    const rows = view.fields.map(({ name, ty }, i) => {
      const part =
        view.shape === "object"
          ? (value as Readonly<Record<string, unknown>>)[name!]
          : (value as readonly unknown[])[i];
      const head = element("th", { scope: "row" }, name ?? String(i));
      return element("tr", {}, head, element("td", {}, this.of(part, ty)));
    });
    return element("table", { class: "record" }, element("tbody", {}, ...rows));
  }

  #enum(value: unknown, view: TypeView & { kind: "enum" }): HTMLElement {
    if (view.shape === "names") return element("span", {}, value as string);
    if (view.shape === "option") {
      if (value === null) return element("span", { class: "muted" }, "none");
      return this.of(value, view.variants.find(({ unit }) => !unit)!.ty);
    }
    const { tag, value: payload } = value as { readonly tag: string; readonly value?: unknown };
    const variant = view.variants[view.indexOf.get(tag)!]!;
    if (variant.unit) return element("span", { class: "tag" }, tag);
    return element(
      "span",
      {},
      element("span", { class: "tag" }, tag),
      " ",
      this.of(payload, variant.ty),
    );
  }
}

function classOf(view: TypeView): string | undefined {
  const isNumber = view.kind === "integer" || view.kind === "float" || view.kind === "decimal";
  return isScalar(view) && isNumber ? "number" : undefined;
}
