import type { Ty } from "../../types/ty.ts";
import { type EnumView, isScalar, type ScalarView, type TypeViews } from "../../types/type-view.ts";
import { escapeControls } from "../escape-controls.ts";
import { arrayItems, tupleItems, variantOf } from "../value-shape.ts";
import { floatForReading } from "./float-text.ts";
import { scalarText } from "./scalar-text.ts";
import type { ValueWalk } from "./value-walk.ts";

/**
 * Writes values into cells of a table: for reading, not for reading back.
 *
 * @see docs/spec/binary-format.md, "Rows and tables"
 */
export class CellRenderer {
  readonly #types: TypeViews;
  readonly #walk: ValueWalk;
  readonly #maxArrayItems: number;

  constructor(types: TypeViews, walk: ValueWalk, maxArrayItems: number) {
    this.#types = types;
    this.#walk = walk;
    this.#maxArrayItems = maxArrayItems;
  }

  /** Returns the lines of a cell: one for each item of an array that has no further nesting, else a single one. */
  lines(value: unknown, ty: Ty): readonly string[] {
    const view = this.#types.of(ty);
    if (view.kind === "enum" && view.shape === "option") {
      const some = view.variants[1];
      return value === null || some === undefined ? [""] : this.lines(value, some.ty);
    }
    const isArray = view.kind === "array" || view.kind === "bytes";
    if (!isArray || !this.#isFlat(view.item)) return [this.#inline(value, ty)];
    const items = arrayItems(value) ?? this.#walk.reject(view, value);
    if (items.length === 0) return [""];
    const shown = items.length > this.#maxArrayItems ? this.#maxArrayItems - 1 : items.length;
    const lines = items.slice(0, shown).map((item, i) => this.#inside(item, view.item, i));
    return shown < items.length ? [...lines, `… ${items.length - shown} more`] : lines;
  }

  #inside(value: unknown, ty: Ty, step: string | number): string {
    this.#walk.enter(step);
    const text = this.#inline(value, ty);
    this.#walk.leave();
    return text;
  }

  #inline(value: unknown, ty: Ty): string {
    const view = this.#types.of(ty);
    if (isScalar(view)) return readingText(view, value) ?? this.#walk.reject(view, value);
    switch (view.kind) {
      case "bytes":
      case "array": {
        const items = arrayItems(value) ?? this.#walk.reject(view, value);
        return items.length === 0 ? "[]" : "[…]";
      }
      case "tuple":
        if (tupleItems(view, value) === undefined) this.#walk.reject(view, value);
        return view.shape === "unit" ? "{}" : "{…}";
      case "enum":
        return this.#variant(value, view);
    }
  }

  #variant(value: unknown, view: EnumView): string {
    const { index, payload } = variantOf(view, value) ?? this.#walk.reject(view, value);
    const variant = view.variants[index] ?? this.#walk.reject(view, value);
    if (view.shape === "option") return index === 0 ? "" : this.#inline(payload, variant.ty);
    const name = escapeControls(variant.name);
    if (variant.unit) return name;
    return this.#isFlat(variant.ty)
      ? `${name}(${this.#inside(payload, variant.ty, name)})`
      : `${name}(…)`;
  }

  /** Returns `true` if cells of a type show all of its values: nothing in them nests further. */
  showsAll(ty: Ty): boolean {
    const view = this.#types.of(ty);
    if (view.kind === "array" || view.kind === "bytes") return this.#isFlat(view.item);
    if (view.kind === "tuple") return view.shape === "unit";
    if (view.kind !== "enum" || view.shape !== "option") return this.#isFlat(ty);
    return view.variants.every((variant) => variant.unit || this.showsAll(variant.ty));
  }

  /** Returns `true` if values fit on a line: scalars, and enums of scalars. */
  #isFlat(ty: Ty): boolean {
    const view = this.#types.of(ty);
    if (view.kind !== "enum") return isScalar(view);
    return view.variants.every((variant) => variant.unit || isScalar(this.#types.of(variant.ty)));
  }
}

function readingText(view: ScalarView, value: unknown): string | undefined {
  const text = scalarText(view, value);
  if (text === undefined) return undefined;
  switch (view.kind) {
    case "float":
      return floatForReading(Number(value));
    case "text":
      return escapeControls(text);
    case "time":
    case "duration":
      return `@${text}`;
    case "timestamp":
      return text.replace("T", " ");
    case "bool":
    case "integer":
    case "date":
    case "decimal":
      return text;
  }
}
