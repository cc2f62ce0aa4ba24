import type { Shape } from "@lutra/bin";
import { valueForm } from "@lutra/bin/emit";
import { matcher } from "../names/glob.ts";
import type { DeclaredType } from "./declared-type.ts";

/**
 * Finds the named types whose values are kept apart by their names: those that stand for a scalar or for bytes.
 *
 * A name of a name is the same type, as two names would exclude each other.
 *
 * @param patterns of paths such as `shop::*`
 */
export function brandedTypes(
  declared: readonly DeclaredType[],
  patterns: readonly string[],
): ReadonlySet<Shape> {
  const isChosen = matcher(patterns);
  return new Set(
    declared.flatMap(({ origin, codec: { shape }, codec }) => {
      if (origin.kind !== "definition" || shape.kind !== "definition") return [];
      if (shape.target().shape.kind === "definition") return [];
      const { kind } = valueForm(codec);
      const isSimple = kind === "scalar" || kind === "bytes" || kind === "opaque";
      return isSimple && isChosen(origin.path.join("::")) ? [shape] : [];
    }),
  );
}
