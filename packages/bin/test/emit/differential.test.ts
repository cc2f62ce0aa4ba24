import { createRandom } from "@lutra-internal/testing";
import fc from "fast-check";
import { expect, it } from "vitest";
import { type AnyCodec, array, codecFor, type Ty } from "../../src/index.ts";
import { createEnum } from "../../src/codecs/create-enum.ts";
import { createTuple } from "../../src/codecs/tuple.ts";
import { typedRows, typedValues } from "../support/typed-value.ts";
import { compareTwins, twinsOf } from "../support/twins.ts";

/** Number of types. A long run: `LUTRA_LONG_TESTS=1 npx vitest run packages/bin/test/emit`. */
const isLong = process.env["LUTRA_LONG_TESTS"] !== undefined;
const numRuns = isLong ? 5_000 : 25;

/** Returns a codec put together by hand, as far as the combinators go. */
function combined(ty: Ty): AnyCodec {
  const { kind } = ty;
  switch (kind.tag) {
    case "array": {
      const dynamic = codecFor(ty, []);
      const { shape } = dynamic;
      return shape.kind === "array" && shape.form === "bytes"
        ? dynamic
        : array(combined(kind.value));
    }
    case "tuple":
      return createTuple(kind.value.map(({ name, ty: of }) => ({ name, codec: combined(of) })));
    case "enum":
      return createEnum({
        kind: "enum",
        variants: kind.value.map(({ name, ty: of }) => ({ name, codec: combined(of) })),
        forced: () => false,
      });
    case "primitive":
    case "ident":
    case "function":
      return codecFor(ty, []);
  }
}

it.each([
  ["values", typedValues],
  ["tables", typedRows],
])(
  "emitted code does what the combinators do, on %s of random types",
  (_name, samples) => {
    fc.assert(
      fc.property(samples, fc.integer(), ({ ty, value }, seed) => {
        const dynamic = codecFor(ty, []);
        const byHand = combined(ty);
        const codecs = [dynamic, byHand, ...twinsOf(dynamic), ...twinsOf(byHand)];
        const effort = { damaged: 20, spoiled: 6 };
        expect(compareTwins(codecs, value, createRandom(seed), effort)).toEqual([]);
      }),
      { seed: 20_261_129, numRuns },
    );
  },
  isLong ? 3_600_000 : undefined,
);
