import { codecFor, type Ty } from "@lutra/bin";
import { programCodec } from "@lutra/bin/program";
import {
  type Program,
  programFromBytes,
  type TypedProgram,
  typedProgram,
} from "@lutra/runner-core";

function handMade(kind: Ty["kind"]): Ty {
  return { kind, layout: null, name: null, variantsRecursive: [] };
}

/** Returns a type of the standard library. */
export const std = (name: string): Ty => handMade({ tag: "ident", value: ["std", name] });

/** Returns an array. */
export const arrayTy = (item: Ty): Ty => handMade({ tag: "array", value: item });

/** Returns a tuple. */
export const tupleTy = (fields: Readonly<Record<string, Ty>>): Ty =>
  handMade({ tag: "tuple", value: Object.entries(fields).map(([name, ty]) => ({ name, ty })) });

/** Returns an enum. */
export const enumTy = (variants: Readonly<Record<string, Ty>>): Ty =>
  handMade({ tag: "enum", value: Object.entries(variants).map(([name, ty]) => ({ name, ty })) });

/** The empty tuple. */
export const unitTy: Ty = tupleTy({});

/** Returns an option. */
export const optionTy = (some: Ty): Ty => enumTy({ none: unitTy, some });

/** A function, which is no data. */
export const functionTy: Ty = handMade({
  tag: "function",
  value: { params: [], body: unitTy },
});

/** Returns a program of SQL that was written by hand. */
export function sqlProgram(sql: string, outputTy: Ty, inputTy: Ty = unitTy): Program {
  const value = { sql, inputTy, outputTy, defs: [] };
  return programFromBytes(programCodec.encode({ tag: "sqlDuckDb", value }));
}

/** Returns the same, with codecs of its types. */
export function typedSql(
  sql: string,
  outputTy: Ty,
  inputTy: Ty = unitTy,
): TypedProgram<unknown, unknown> {
  return typedProgram(
    sqlProgram(sql, outputTy, inputTy),
    codecFor(inputTy, []),
    codecFor(outputTy, []),
  );
}
