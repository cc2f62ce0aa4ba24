import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { codecFor } from "../../../src/codecs/codec-for.ts";
import { parseCsv, parseJson, parseSource } from "../../../src/parse.ts";
import { renderCsv, renderJson, renderSource, renderTable } from "../../../src/render.ts";
import type { Ty } from "../../../src/types/ty.ts";
import { typedRows, typedValues } from "../../support/typed-value.ts";

// node:util compares, as a field called `constructor` misleads the runner's own comparison.
const runs = { seed: 20_240_914, numRuns: 300 };

const forms: readonly [
  name: string,
  render: (value: unknown, ty: Ty) => string,
  parse: (text: string, ty: Ty) => unknown,
][] = [
  ["a Lutra literal", renderSource, parseSource],
  ["JSON", renderJson, parseJson],
  ["indented JSON", (value, ty) => renderJson(value, ty, [], { indent: 2 }), parseJson],
  ["CSV", renderCsv, parseCsv],
];

describe("any value of any type", () => {
  test.each(forms)("comes back from %s as it was", (_, render, parse) => {
    fc.assert(
      fc.property(typedValues, ({ ty, value }) => {
        expect(isDeepStrictEqual(parse(render(value, ty), ty), value)).toBe(true);
      }),
      runs,
    );
  });

  test("has the text that its bytes have", () => {
    fc.assert(
      fc.property(typedValues, ({ ty, value }) => {
        const codec = codecFor(ty, []);
        const decoded = codec.decode(codec.encode(value));
        expect(renderSource(decoded, ty)).toBe(renderSource(value, ty));
      }),
      runs,
    );
  });

  test("is JSON for JSON.parse too", () => {
    fc.assert(
      fc.property(typedValues, ({ ty, value }) => {
        const json = renderJson(value, ty);
        const indented = renderJson(value, ty, [], { indent: 3 });
        expect(isDeepStrictEqual(JSON.parse(indented), JSON.parse(json))).toBe(true);
      }),
      runs,
    );
  });
});

describe("any rows", () => {
  test("come back from CSV as they were", () => {
    fc.assert(
      fc.property(typedRows, ({ ty, value }) => {
        expect(isDeepStrictEqual(parseCsv(renderCsv(value, ty), ty), value)).toBe(true);
      }),
      runs,
    );
  });

  test("make a table whose lines are no wider than its rule", () => {
    fc.assert(
      fc.property(typedRows, ({ ty, value }) => {
        const lines = renderTable(value, ty).trimEnd().split("\n");
        const rule = lines.find((line) => /^─+$/.test(line)) ?? "";
        for (const line of lines) expect(Array.from(line).length).toBeLessThanOrEqual(rule.length);
      }),
      runs,
    );
  });
});
