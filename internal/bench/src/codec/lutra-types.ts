import type { Ty, TyKind } from "@lutra/bin";
import type { FieldKind, OtherTable } from "./other-tables.ts";
import type { WorkloadName } from "./workloads.ts";

function ty(kind: TyKind): Ty {
  return { kind, layout: null, name: null, variantsRecursive: [] };
}

const std = (name: string): Ty => ty({ tag: "ident", value: ["std", name] });
const arrayOf = (item: Ty): Ty => ty({ tag: "array", value: item });
const tupleOf = (fields: Readonly<Record<string, Ty>>): Ty =>
  ty({ tag: "tuple", value: Object.entries(fields).map(([name, of]) => ({ name, ty: of })) });
const enumOf = (variants: Readonly<Record<string, Ty>>): Ty =>
  ty({ tag: "enum", value: Object.entries(variants).map(([name, of]) => ({ name, ty: of })) });
const optionOf = (some: Ty): Ty => enumOf({ none: tupleOf({}), some });

const [bool, int32, int64] = [std("Bool"), std("Int32"), std("Int64")];
const [float64, text, uint8] = [std("Float64"), std("Text"), std("Uint8")];

const row = tupleOf({ id: int32, title: text, flags: bool, score: float64 });

const outer = tupleOf({
  name: text,
  items: arrayOf(tupleOf({ a: bool, b: bool, names: arrayOf(text) })),
  ok: bool,
});

const choice = tupleOf({
  a: optionOf(int32),
  b: optionOf(text),
  kind: enumOf({
    none: tupleOf({}),
    int: int32,
    name: text,
    pair: tupleOf({ x: float64, y: float64 }),
    flag: bool,
  }),
  c: optionOf(float64),
});

/** The types of the workloads as a compiler would describe them. */
export const descriptions: Readonly<Record<WorkloadName, Ty>> = {
  A: row,
  B: arrayOf(row),
  C: arrayOf(outer),
  F: arrayOf(choice),
  Di: arrayOf(int32),
  Df: arrayOf(float64),
  Dl: arrayOf(int64),
  E: arrayOf(uint8),
};

const fieldTypes: Readonly<Record<FieldKind, Ty>> = { int32, text, bool, float64 };

/** Returns the type of another table. */
export function tableDescription({ fields }: OtherTable): Ty {
  return arrayOf(
    tupleOf(Object.fromEntries(fields.map(({ name, kind }) => [name, fieldTypes[kind]]))),
  );
}
