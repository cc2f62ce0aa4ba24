import type { Ty, TyDef } from "../../types/ty.ts";
import { isScalar, type ScalarView, type TupleView, TypeViews } from "../../types/type-view.ts";
import { toBase64 } from "../base64.ts";
import { escapeJsonControls } from "../escape-controls.ts";
import { arrayItems, tupleItems, variantOf } from "../value-shape.ts";
import { floatJson } from "./float-text.ts";
import type { RenderOptions } from "./render-options.ts";
import { scalarText } from "./scalar-text.ts";
import { ValueWalk } from "./value-walk.ts";

/** Form and limits of JSON. */
export interface RenderJsonOptions extends RenderOptions {
  /** Spaces per level; with 0 everything is on one line. @default 0 */
  readonly indent?: number;
}

/**
 * Renders a value as JSON that loses nothing: `parseJson` gives the same value back.
 *
 * | Lutra | JSON |
 * |---|---|
 * | Bool, Text | as they are |
 * | numbers to 32 bits, Float64 | number; `"NaN"`, `"Infinity"`, `"-Infinity"` |
 * | 64-bit numbers, Decimal | string of digits, as many readers keep only 53 bits |
 * | Date, Time, Timestamp, Duration | string as in Lutra without `@`; plain number where the calendar ends |
 * | array of bytes | base64 |
 * | array; tuple with a name for each field; other tuple; unit | array; object; array; `{}` |
 * | option | the value or `null` |
 * | enum of names only | the name |
 * | other enum | `{"tag": name, "value": payload}`, without `value` where there is none |
 *
 * @throws TypeError for a value that is not of the type, naming the place
 * @throws TypeError for a type with functions or undefined names
 * @throws RangeError for a value nested deeper than `options.maxNesting`
 * @example
 * renderJson({ id: 5n, tags: ["a"] }, ty, defs); // {"id":"5","tags":["a"]}
 */
export function renderJson(
  value: unknown,
  ty: Ty,
  defs: readonly TyDef[] = [],
  options: RenderJsonOptions = {},
): string {
  return new JsonRenderer(new TypeViews(defs), options).render(value, ty);
}

class JsonRenderer {
  readonly #types: TypeViews;
  readonly #walk: ValueWalk;
  readonly #indent: string;

  constructor(types: TypeViews, options: RenderJsonOptions) {
    this.#types = types;
    this.#walk = new ValueWalk(options);
    this.#indent = " ".repeat(options.indent ?? 0);
  }

  render(value: unknown, ty: Ty): string {
    return escapeJsonControls(this.#value(value, ty, "\n"));
  }

  #value(value: unknown, ty: Ty, newline: string): string {
    const view = this.#types.of(ty);
    if (isScalar(view)) return scalarJson(view, value) ?? this.#walk.reject(view, value);
    switch (view.kind) {
      case "bytes":
        if (!(value instanceof Uint8Array)) this.#walk.reject(view, value);
        return `"${toBase64(value)}"`;
      case "array": {
        const items = arrayItems(value) ?? this.#walk.reject(view, value);
        const inner = newline + this.#indent;
        return this.#group(
          "[",
          items.map((item, i) => this.#inside(item, view.item, inner, i)),
          "]",
          newline,
        );
      }
      case "tuple": {
        const items = tupleItems(view, value) ?? this.#walk.reject(view, value);
        return this.#tuple(items, view, newline);
      }
      case "enum": {
        const { index, payload } = variantOf(view, value) ?? this.#walk.reject(view, value);
        const variant = view.variants[index] ?? this.#walk.reject(view, value);
        if (view.shape === "names") return JSON.stringify(variant.name);
        if (view.shape === "option") {
          return index === 0 ? "null" : this.#value(payload, variant.ty, newline);
        }
        const members = [this.#member("tag", JSON.stringify(variant.name))];
        if (!variant.unit) {
          const inner = newline + this.#indent;
          members.push(
            this.#member("value", this.#inside(payload, variant.ty, inner, variant.name)),
          );
        }
        return this.#group("{", members, "}", newline);
      }
    }
  }

  #tuple(items: readonly unknown[], view: TupleView, newline: string): string {
    const inner = newline + this.#indent;
    const parts = view.fields.map((field, i) => {
      const text = this.#inside(items[i], field.ty, inner, field.name ?? i);
      return view.shape === "array" ? text : this.#member(field.name ?? "", text);
    });
    const [open, close] = view.shape === "array" ? ["[", "]"] : ["{", "}"];
    return this.#group(open, parts, close, newline);
  }

  #inside(value: unknown, ty: Ty, newline: string, step: string | number): string {
    this.#walk.enter(step);
    const text = this.#value(value, ty, newline);
    this.#walk.leave();
    return text;
  }

  #member(name: string, text: string): string {
    return `${JSON.stringify(name)}:${this.#indent && " "}${text}`;
  }

  #group(open: string, parts: readonly string[], close: string, newline: string): string {
    if (this.#indent === "" || parts.length === 0) return open + parts.join(",") + close;
    const inner = newline + this.#indent;
    return open + inner + parts.join(`,${inner}`) + newline + close;
  }
}

function scalarJson(view: ScalarView, value: unknown): string | undefined {
  if (view.kind === "float") {
    if (typeof value !== "number") return undefined;
    if (Number.isFinite(value)) return floatJson(value, view.name === "Float32");
    return `"${value}"`;
  }
  const text = scalarText(view, value);
  if (text === undefined) return undefined;
  const isBare = view.kind === "bool" || (view.kind === "integer" && !view.wide);
  return isBare ? text : JSON.stringify(text);
}
