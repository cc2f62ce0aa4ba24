import type { Ty } from "@lutra/bin";

function make(kind: Ty["kind"]): Ty {
  return { kind, layout: null, name: null, variantsRecursive: [] };
}

function std(name: string): Ty {
  return make({ tag: "ident", value: ["std", name] });
}

function tuple(fields: Readonly<Record<string, Ty>>): Ty {
  return make({
    tag: "tuple",
    value: Object.entries(fields).map(([name, ty]) => ({ name, ty })),
  });
}

function enumOf(variants: Readonly<Record<string, Ty>>): Ty {
  const value = Object.entries(variants).map(([name, ty]) => ({ name, ty }));
  return make({ tag: "enum", value });
}

function array(item: Ty): Ty {
  return make({ tag: "array", value: item });
}

const unit = tuple({});
const names = ["Bool", "Int32", "Int64", "Uint8", "Uint64", "Float32", "Float64", "Text"];
const moments = ["Date", "Time", "Timestamp", "Duration", "Decimal"];
const scalars = [...names, ...moments].map(std);
const everything = tuple(Object.fromEntries(scalars.map((ty, i) => [`f${i}`, ty])));
const option = enumOf({ none: unit, some: std("Text") });
const choice = enumOf({ a: unit, "b c": std("Text"), d: array(option) });

/** Types for text: every scalar, and every way to nest them. */
export const sampleTypes: readonly Ty[] = [
  ...scalars,
  everything,
  array(everything),
  array(std("Uint8")),
  array(option),
  array(choice),
  array(tuple({ id: std("Int64"), "a b": option, tags: array(std("Text")), at: choice })),
  array(unit),
  enumOf({ less: unit, equal: unit, "more or less": unit }),
];
