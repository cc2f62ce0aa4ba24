import { createRandom } from "@lutra-internal/testing";
import { expect, test } from "vitest";
import { recursiveComponents } from "../../src/types/components.ts";
import { pathKey } from "../../src/types/definitions.ts";
import type { TyDef } from "../../src/types/ty.ts";
import { ident, tuple } from "../support/make-ty.ts";

/** Returns all that can be reached from a node. */
function reach(edges: readonly (readonly number[])[], from: number): ReadonlySet<number> {
  const found = new Set<number>();
  const open = [...edges[from]!];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (found.has(node)) continue;
    found.add(node);
    open.push(...(edges[node] ?? []));
  }
  return found;
}

test("definitions are in one group if each can be reached from the other", () => {
  const random = createRandom(3);
  const keyOf = (node: number): string => pathKey([`T${node}`]);
  for (let round = 0; round < 500; round++) {
    const nodes = Array.from({ length: random.below(8) }, (_, i) => i);
    // Some mention what has no definition, as standard types do.
    const edges = nodes.map(() =>
      Array.from({ length: random.below(3) }, () => random.below(nodes.length + 1)),
    );
    const defs = edges.map((targets, node): TyDef => ({
      name: [`T${node}`],
      ty: tuple(...targets.map((target) => [null, ident(`T${target}`)] as const)),
    }));
    const reached = nodes.map((node) => reach(edges, node));
    const expected = new Map(
      nodes
        .filter((node) => reached[node]!.has(node))
        .map((node) => {
          const group = nodes.filter(
            (each) => reached[node]!.has(each) && reached[each]!.has(node),
          );
          return [keyOf(node), new Set(group.map(keyOf))];
        }),
    );
    expect(recursiveComponents(defs)).toEqual(expected);
  }
});
