import type { Shape } from "@lutra/bin";
import { valueForm } from "@lutra/bin/emit";
import { matcher, unmatchedPatterns } from "../names/glob.ts";
import type { DeclaredType } from "./declared-type.ts";

/** Types whose values are kept apart by their names. */
export interface BrandedTypes {
  readonly shapes: ReadonlySet<Shape>;
  /** Sentences on patterns that match none. */
  readonly warnings: readonly string[];
}

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
): BrandedTypes {
  const simple: { readonly name: string; readonly shape: Shape }[] = [];
  for (const { origin, codec } of declared) {
    if (origin.kind !== "definition" || origin.target.shape.kind === "definition") continue;
    const { kind } = valueForm(codec);
    if (kind === "scalar" || kind === "bytes" || kind === "opaque") {
      simple.push({ name: origin.path.join("::"), shape: codec.shape });
    }
  }
  const isChosen = matcher(patterns);
  return {
    shapes: new Set(simple.flatMap(({ name, shape }) => (isChosen(name) ? [shape] : []))),
    warnings: unmatchedPatterns(
      "brand",
      patterns,
      "named scalar",
      simple.map(({ name }) => name),
    ),
  };
}
