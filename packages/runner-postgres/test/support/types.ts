import { completeTypes, type Ty, type TyDef, type TyKind } from "@lutra/bin";
import { programCodec } from "@lutra/bin/program";
import { type Program, programFromBytes } from "@lutra/runner-core";

const typeOf = (kind: TyKind): Ty => ({ kind, layout: null, name: null, variantsRecursive: [] });

/** Returns a standard scalar, as `std("Int64")`. */
export function std(name: string): Ty {
  return typeOf({ tag: "ident", value: ["std", name] });
}

/** Bits without a meaning, as `primitive("prim8")`. */
export function primitive(value: Extract<TyKind, { tag: "primitive" }>["value"]): Ty {
  return typeOf({ tag: "primitive", value });
}

/** Returns a type by its name. */
export function named(name: string): Ty {
  return typeOf({ tag: "ident", value: [name] });
}

export function array(item: Ty): Ty {
  return typeOf({ tag: "array", value: item });
}

/** Returns a tuple of named fields; `tuple({})` is the unit. */
export function tuple(fields: Readonly<Record<string, Ty>>): Ty {
  return typeOf({
    tag: "tuple",
    value: Object.entries(fields).map(([name, ty]) => ({ name, ty })),
  });
}

export function enumOf(variants: Readonly<Record<string, Ty>>): Ty {
  return typeOf({
    tag: "enum",
    value: Object.entries(variants).map(([name, ty]) => ({ name, ty })),
  });
}

export function option(ty: Ty): Ty {
  return enumOf({ none: unit, some: ty });
}

export const unit: Ty = tuple({});

/** Types as a compiler writes them, with what it has to fill in. */
export interface SqlTypes {
  readonly input: Ty;
  readonly output: Ty;
  readonly defs: readonly TyDef[];
}

export function sqlTypes(
  input: Ty,
  output: Ty,
  named: Readonly<Record<string, Ty>> = {},
): SqlTypes {
  const given = Object.entries(named).map(([name, ty]) => ({ name: [name], ty }));
  const { ty, defs } = completeTypes(tuple({ input, output }), given);
  const fields = ty.kind.tag === "tuple" ? ty.kind.value : [];
  return { input: fields[0]?.ty ?? unit, output: fields[1]?.ty ?? unit, defs };
}

/** Returns a program of SQL written by hand. */
export function sqlProgram(sql: string, { input, output, defs }: SqlTypes): Program {
  const value = { sql, inputTy: input, outputTy: output, defs };
  return programFromBytes(programCodec.encode({ tag: "sqlPostgres", value }));
}
