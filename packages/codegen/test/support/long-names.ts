import { completeTypes, type Ty, type TyDef } from "@lutra/bin";
import type { ProgramType } from "@lutra/bin/program";
import type { Random } from "@lutra-internal/testing";
import { randomProgramType } from "@lutra-internal/testing/printed-types";
import type { ProgramSource } from "../../src/index.ts";

/** Creates a program of random types, all of whose names are longer by some characters. */
export function programOfLongNames(random: Random, length: number): ProgramSource {
  const { input, output, defs } = longNames(randomProgramType(random), length);
  const upTo = (name: string): string => longer(name, random.below(length + 1));
  const name = upTo("find");
  return {
    path: [name],
    functionName: name,
    input,
    output,
    defs,
    docs: undefined,
    parameters: random.oneIn(2) ? undefined : [upTo("first"), upTo("second")],
    programs: [{ kind: "sqlPostgres", bytes: Uint8Array.of(1), hash: "0".repeat(64) }],
    files: [],
  };
}

function longer(name: string, length: number): string {
  return name + (/^\w/.test(name) ? "x" : "é").repeat(length);
}

function longNames(types: ProgramType, length: number): ProgramType {
  // Types of the standard library keep their names, as do the variants of an option.
  const isOwn = (path: readonly string[]): boolean =>
    types.defs.some(({ name }) => name.join("::") === path.join("::"));
  const pathOf = (path: readonly string[]): readonly string[] =>
    isOwn(path) ? [...path.slice(0, -1), longer(path.at(-1)!, length)] : path;
  const part = <T extends { readonly name: string | null; readonly ty: Ty }>(each: T): T => ({
    ...each,
    name: each.name === null ? null : longer(each.name, length),
    ty: typeOf(each.ty),
  });
  const typeOf = (ty: Ty): Ty => {
    const { kind } = ty;
    if (kind.tag === "ident") return { ...ty, kind: { ...kind, value: pathOf(kind.value) } };
    if (kind.tag === "array") return { ...ty, kind: { ...kind, value: typeOf(kind.value) } };
    if (kind.tag === "tuple") return { ...ty, kind: { ...kind, value: kind.value.map(part) } };
    if (kind.tag === "enum") return { ...ty, kind: { ...kind, value: kind.value.map(part) } };
    return ty;
  };
  const defs = types.defs.map(({ name, ty }): TyDef => ({ name: pathOf(name), ty: typeOf(ty) }));
  const { ty: input, defs: completed } = completeTypes(typeOf(types.input), defs);
  return { input, output: completeTypes(typeOf(types.output), defs).ty, defs: completed };
}
