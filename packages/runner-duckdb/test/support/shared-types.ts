import type { Ty, TyDef } from "@lutra/bin";
import { programCodec } from "@lutra/bin/program";
import { type Program, programFromBytes } from "@lutra/runner-core";
import { arrayTy, enumTy, optionTy, std, tupleTy, unitTy } from "./make-program.ts";

const leaves: Readonly<Record<string, Ty>> = {
  unit: unitTy,
  Int64: std("Int64"),
  Decimal: std("Decimal"),
  "an option": optionTy(std("Int8")),
};

const wraps: Readonly<Record<string, (ty: Ty) => Ty>> = {
  "tuples of tuples": (ty) => tupleTy({ a: ty, b: ty }),
  "enums of enums": (ty) => enumTy({ a: ty, b: ty }),
  "tuples of arrays": (ty) => tupleTy({ a: arrayTy(ty), b: arrayTy(ty) }),
  "tuples of options": (ty) => tupleTy({ a: optionTy(arrayTy(ty)), b: optionTy(arrayTy(ty)) }),
};

/** Returns types of which each is twice in the next: small to write down, and trees of 2^n types. */
export function sharedTypes(
  depth: number,
): readonly (readonly [name: string, ty: Ty, defs: readonly TyDef[]])[] {
  return Object.entries(leaves).flatMap(([leafName, leaf]) =>
    Object.entries(wraps).map(([wrapName, wrap]) => {
      const defs = Array.from({ length: depth + 1 }, (_, i) => ({
        name: [`A${i}`],
        ty: i === 0 ? leaf : wrap(named(i - 1)),
      }));
      return [`${wrapName} of ${leafName}`, named(depth), defs] as const;
    }),
  );
}

function named(level: number): Ty {
  return { ...unitTy, kind: { tag: "ident", value: [`A${level}`] } };
}

/** Returns a program whose input and output are of a type with definitions. */
export function sqlProgramOf(sql: string, ty: Ty, defs: readonly TyDef[]): Program {
  const value = { sql, inputTy: ty, outputTy: ty, defs: [...defs] };
  return programFromBytes(programCodec.encode({ tag: "sqlDuckDb", value }));
}
