import type { EnumView, TupleView } from "../types/type-view.ts";

/** A variant and what it carries; `payload` means nothing for a unit variant. */
export interface VariantValue {
  readonly index: number;
  readonly payload: unknown;
}

/**
 * Returns the fields of a tuple's value in declaration order, or `undefined` if the value is no such tuple.
 *
 * A missing field of an object reads as `undefined`, whatever the prototypes hold.
 */
export function tupleItems(view: TupleView, value: unknown): readonly unknown[] | undefined {
  switch (view.shape) {
    case "unit":
      return value === undefined ? [] : undefined;
    case "array":
      return Array.isArray(value) && value.length === view.fields.length ? value : undefined;
    case "object":
      if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
      return view.fields.map((field) => ownField(value, field.name ?? ""));
  }
}

/** Returns the items of an array's value, which may be a typed array, or `undefined` for anything else. */
export function arrayItems(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  if (!ArrayBuffer.isView(value) || value instanceof DataView) return undefined;
  return Array.from(value as Iterable<unknown> & ArrayBufferView);
}

/** Returns the value of a tuple whose fields are these. */
export function tupleOf(view: TupleView, items: readonly unknown[]): unknown {
  switch (view.shape) {
    case "unit":
      return undefined;
    case "array":
      return items;
    case "object": {
      const value: Record<string, unknown> = {};
      view.fields.forEach((field, i) => setField(value, field.name ?? "", items[i]));
      return value;
    }
  }
}

/** Returns the variant that an enum's value holds, or `undefined` if the value is of no variant. */
export function variantOf(view: EnumView, value: unknown): VariantValue | undefined {
  if (view.shape === "option") {
    return value === null ? { index: 0, payload: undefined } : { index: 1, payload: value };
  }
  const isObject = typeof value === "object" && value !== null;
  const tag = view.shape === "names" ? value : isObject ? ownField(value, "tag") : undefined;
  const index = typeof tag === "string" ? view.indexOf.get(tag) : undefined;
  if (index === undefined) return undefined;
  return { index, payload: isObject ? ownField(value, "value") : undefined };
}

/** Returns the value of an enum that holds the variant with this index, which there must be. */
export function enumOfVariant(view: EnumView, index: number, payload: unknown): unknown {
  const variant = view.variants[index]!;
  switch (view.shape) {
    case "names":
      return variant.name;
    case "option":
      return index === 0 ? null : payload;
    case "tagged":
      return variant.unit ? { tag: variant.name } : { tag: variant.name, value: payload };
  }
}

function ownField(value: object, name: string): unknown {
  // Getters of a class are fields; what every object inherits is not.
  if (name in Object.prototype && !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}

function setField(value: Record<string, unknown>, name: string, field: unknown): void {
  if (name === "__proto__") {
    // Plain assignment would replace the prototype instead.
    Object.defineProperty(value, name, {
      value: field,
      writable: true,
      enumerable: true,
      configurable: true,
    });
  } else {
    value[name] = field;
  }
}
