import type { Ty, TyDef } from "./ty.ts";
import { type TypeView, TypeViews } from "./type-view.ts";

/** Maximum number of parts of an example. */
const maxParts = 10_000;

const noValue = Symbol("a type that has no value without itself");

/**
 * Creates a value of a type, as codecs take it, for people to edit: arrays have one item, options a value, enums the first
 * variant that does not contain its own enum.
 *
 * @param text string in place of every `Text`
 * @throws RangeError for a type with more than 10,000 parts
 * @throws TypeError for a type that only contains itself, a function, or an undefined name
 *
 * @example
 * renderJson(exampleValue(ty, defs, "..."), ty, defs); // {"title":"...","year":0}
 */
export function exampleValue(ty: Ty, defs: readonly TyDef[], text: string = ""): unknown {
  const types = new TypeViews(defs);
  let parts = 0;

  function valueOf(part: Ty, within: readonly string[]): unknown {
    if (++parts > maxParts) {
      throw new RangeError(`the type has more than ${maxParts} parts: too many for an example`);
    }
    if (part.kind.tag === "ident") {
      const name = part.kind.value.join("::");
      if (within.includes(name)) return noValue;
      return valueOfView(types.of(part), [...within, name]);
    }
    return valueOfView(types.of(part), within);
  }

  function valueOfView(view: TypeView, within: readonly string[]): unknown {
    switch (view.kind) {
      case "integer":
        return view.wide ? 0n : 0;
      case "float":
        return 0;
      case "bool":
        return false;
      case "text":
        return text;
      case "date":
        return exampleDay;
      case "timestamp":
        return BigInt(exampleDay) * microsecondsPerDay;
      case "time":
      case "duration":
      case "decimal":
        return 0n;
      case "bytes":
        return new Uint8Array();
      case "array": {
        const item = valueOf(view.item, within);
        return item === noValue ? [] : [item];
      }
      case "tuple":
        return tupleOf(view, within);
      case "enum":
        return enumOf(view, within);
    }
  }

  function tupleOf(view: TypeView & { kind: "tuple" }, within: readonly string[]): unknown {
    if (view.shape === "unit") return undefined;
    const values = view.fields.map((field) => valueOf(field.ty, within));
    if (values.includes(noValue)) return noValue;
    if (view.shape === "array") return values;
    // Not an object literal: a field may be called `__proto__`.
    return Object.fromEntries(view.fields.map(({ name }, i) => [name, values[i]]));
  }

  function enumOf(view: TypeView & { kind: "enum" }, within: readonly string[]): unknown {
    if (view.shape === "names") return view.variants[0]?.name ?? noValue;
    if (view.shape === "option") {
      const some = view.variants.find(({ unit }) => !unit);
      const value = some === undefined ? noValue : valueOf(some.ty, within);
      return value === noValue ? null : value;
    }
    for (const variant of view.variants) {
      if (variant.unit) return { tag: variant.name };
      const value = valueOf(variant.ty, within);
      if (value !== noValue) return { tag: variant.name, value };
    }
    return noValue;
  }

  const value = valueOf(ty, []);
  if (value === noValue) throw new TypeError("the type has no value: it only contains itself");
  return value;
}

/** 2024-01-01, in days since 1970. */
const exampleDay = 19_723;
const microsecondsPerDay = 86_400_000_000n;
