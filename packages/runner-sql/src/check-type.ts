import type { Ty, TyDef } from "@lutra/bin";
import { Definitions } from "@lutra/bin/transcode";
import { CellError, rethrow } from "./cell-error.ts";

/**
 * Checks a type and all types within it. An item of an array is at `[0]`.
 *
 * @throws CellError with its place for a type that cannot be represented in a database: a function, a name without a
 *   definition
 */
export function checkType(type: Ty, defs: readonly TyDef[]): void {
  const definitions = new Definitions(defs);
  const seen = new Set<Ty>();
  const check = (ty: Ty): void => {
    const resolved = resolve(ty, definitions);
    if (seen.has(resolved)) return;
    seen.add(resolved);
    for (const [step, part] of partsOf(resolved)) {
      try {
        check(part);
      } catch (error) {
        rethrow(error, step);
      }
    }
  };
  check(type);
}

function resolve(ty: Ty, definitions: Definitions): Ty {
  try {
    return definitions.resolve(ty);
  } catch (error) {
    if (error instanceof TypeError) throw new CellError(error.message, { cause: error });
    throw error;
  }
}

function partsOf({ kind }: Ty): readonly (readonly [string | number, Ty])[] {
  switch (kind.tag) {
    case "primitive":
    case "ident":
      return [];
    case "array":
      return [[0, kind.value]];
    case "tuple":
      return kind.value.map(({ name, ty }, i) => [name ?? i, ty]);
    case "enum":
      return kind.value.map(({ name, ty }) => [name, ty]);
    case "function":
      throw new CellError("a function cannot be represented in a database");
  }
}
