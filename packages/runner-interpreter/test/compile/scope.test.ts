import { createRandom } from "@lutra-internal/testing";
import { expect, test } from "vitest";
import {
  bind,
  indexOf,
  lookUp,
  type Meaning,
  type Scope,
  SidSpace,
  spaceOf,
} from "../../src/compile/scope.ts";

const meaning = (): Meaning => ({
  callee: { expr: { tag: "literal", value: new Uint8Array(0) }, scope: undefined },
});

test("a scope has the last meaning of each symbol, and does not change when others are made from it", () => {
  const random = createRandom(77);
  const bases = [0, 0x4000_0000, 0x8000_0000, 0x8000_0300, 0xbfff_ff00];
  const sid = (): number => random.pick(bases) + random.below(20);
  const scopes: {
    readonly scope: Scope | undefined;
    readonly model: ReadonlyMap<number, Meaning>;
  }[] = [{ scope: undefined, model: new Map() }];
  for (let i = 0; i < 300; i++) {
    const { scope, model } = random.pick(scopes.slice(-10));
    const [symbol, value] = [sid(), meaning()];
    scopes.push({ scope: bind(scope, symbol, value), model: new Map(model).set(symbol, value) });
  }
  for (const { scope, model } of scopes) {
    for (const base of bases)
      for (let i = 0; i < 20; i++) expect(lookUp(scope, base + i)).toBe(model.get(base + i));
  }
});

test.each([
  [5, SidSpace.external, 5],
  [0x4000_0005, SidSpace.variable, 5],
  [0x8000_0102, SidSpace.parameter, 0x102],
  [0xbfff_ffff, SidSpace.parameter, 0x3fff_ffff],
])("symbol %i is in name space %i, at %i", (sid, space, index) => {
  expect(spaceOf(sid)).toBe(space);
  expect(indexOf(sid)).toBe(index);
});
