import { completeTypes, type Path, type Ty, type TyDef, type TyKind } from "@lutra/bin";
import type { ProgramType } from "@lutra/bin/program";
import { renderType } from "@lutra/bin/render";
import type { Random } from "./random.ts";

/** Prints types as `lutra compile` of Lutra 0.6.2 does. */
export function printedTypes({ input, output, defs }: ProgramType): string {
  const lines = [`Compiled.`, "", `Input:  ${renderType(input)}`, `Output: ${renderType(output)}`];
  if (defs.length > 0) lines.push("Type definitions:");
  for (const { name, ty } of defs) lines.push(`  ${name.join("::")}: ${renderType(ty)}`);
  return `${[...lines, "", "Writing program to x.rr.ld (5 bytes)"].join("\n")}\n`;
}

const scalars = ["Bool", "Int8", "Int64", "Uint8", "Uint64", "Float32", "Text", "Date", "Decimal"];
const names = ["id", "due date", "__proto__", "func", "enum", "a:b", "größe", "🦦", "x::y", "{"];

const of = (kind: TyKind): Ty => ({ kind, layout: null, name: null, variantsRecursive: [] });
const named = (...path: string[]): Ty => of({ tag: "ident", value: path });

/** Creates a signature with definitions, some of them recursive, and names that need quotes. */
export function randomProgramType(random: Random): ProgramType {
  const paths: Path[] = [["Tree"], ["shop", "Row"], ["std", "Thing"]];
  function type(depth: number): Ty {
    if (depth === 0 || random.oneIn(3)) {
      return random.oneIn(3) ? named(...random.pick(paths)) : named("std", random.pick(scalars));
    }
    if (random.oneIn(3)) return of({ tag: "array", value: type(depth - 1) });
    const parts = names.slice(random.below(4), 4 + random.below(6));
    if (random.oneIn(2)) {
      const isNamed = random.oneIn(2);
      return of({
        tag: "tuple",
        value: parts.map((name) => ({ name: isNamed ? name : null, ty: type(depth - 1) })),
      });
    }
    const unit = of({ tag: "tuple", value: [] });
    return of({
      tag: "enum",
      value: parts.map((name) => ({ name, ty: random.oneIn(3) ? unit : type(depth - 1) })),
    });
  }
  // Each refers to itself through an array, or to those before it.
  const defs: TyDef[] = paths.map((name) => ({
    name,
    ty: of({
      tag: "tuple",
      value: [
        { name: "children", ty: of({ tag: "array", value: named(...random.pick(paths)) }) },
        { name: "value", ty: named("std", random.pick(scalars)) },
      ],
    }),
  }));
  const input = completeTypes(type(3), defs);
  return { input: input.ty, output: completeTypes(type(3), defs).ty, defs: input.defs };
}
