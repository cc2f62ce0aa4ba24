import type { Ty, TyDef } from "../../types/ty.ts";
import { isScalar, type TupleView, TypeViews } from "../../types/type-view.ts";
import { escapeControls } from "../escape-controls.ts";
import { arrayItems, tupleItems, variantOf } from "../value-shape.ts";
import type { RenderOptions } from "./render-options.ts";
import { scalarSource } from "./scalar-text.ts";
import { ValueWalk } from "./value-walk.ts";

/**
 * Renders a value as a Lutra literal, the way the Rust original prints it.
 *
 * Two-space indentation, no newline at the end. Decimals between -1 and 0 keep their sign, which
 * the original loses.
 *
 * @throws TypeError for a value that is not of the type, naming the place
 * @throws TypeError for a type with functions or undefined names
 * @throws RangeError for a value nested deeper than `options.maxNesting`
 * @see docs/spec/binary-format.md, "Rendering as a literal"
 * @example
 * renderSource({ id: 5, title: "Gladiator" }, ty, defs); // {\n  id = 5,\n  title = "Gladiator",\n}
 */
export function renderSource(
  value: unknown,
  ty: Ty,
  defs: readonly TyDef[] = [],
  options: RenderOptions = {},
): string {
  return new SourceRenderer(new TypeViews(defs), new ValueWalk(options)).render(value, ty);
}

/** Renders values whose types share definitions. */
export class SourceRenderer {
  readonly #types: TypeViews;
  readonly #walk: ValueWalk;

  constructor(types: TypeViews, walk: ValueWalk) {
    this.#types = types;
    this.#walk = walk;
  }

  /** Returns the literal of the value that the walk is at. */
  render(value: unknown, ty: Ty): string {
    return this.#value(value, ty, "\n");
  }

  #value(value: unknown, ty: Ty, newline: string): string {
    const view = this.#types.of(ty);
    if (isScalar(view)) return scalarSource(view, value) ?? this.#walk.reject(view, value);
    switch (view.kind) {
      case "tuple": {
        const items = tupleItems(view, value) ?? this.#walk.reject(view, value);
        return this.#tuple(items, view, newline);
      }
      case "bytes":
      case "array": {
        const items = arrayItems(value) ?? this.#walk.reject(view, value);
        if (items.length === 0) return "[]";
        const inner = `${newline}  `;
        let text = "[";
        for (let i = 0; i < items.length; i++) {
          this.#walk.enter(i);
          text += `${inner}${this.#value(items[i], view.item, inner)},`;
          this.#walk.leave();
        }
        return `${text}${newline}]`;
      }
      case "enum": {
        const { index, payload } = variantOf(view, value) ?? this.#walk.reject(view, value);
        const variant = view.variants[index] ?? this.#walk.reject(view, value);
        const name = escapeControls(variant.name);
        if (variant.bare) return name;
        // Paths are those of values, where an option is not a level of its own.
        if (view.shape === "tagged") this.#walk.enter(variant.name);
        const text = this.#value(payload, variant.ty, newline);
        if (view.shape === "tagged") this.#walk.leave();
        return `${name}(${text})`;
      }
    }
  }

  #tuple(items: readonly unknown[], view: TupleView, newline: string): string {
    if (items.length === 0) return "{}";
    const inner = `${newline}  `;
    let text = "{";
    view.fields.forEach((field, i) => {
      this.#walk.enter(field.name ?? i);
      const label = field.name === null ? "" : `${escapeControls(field.name)} = `;
      text += `${inner}${label}${this.#value(items[i], field.ty, inner)},`;
      this.#walk.leave();
    });
    return `${text}${newline}}`;
  }
}
