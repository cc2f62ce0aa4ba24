import { createRandom } from "@lutra-internal/testing";
import { expect, it } from "vitest";
import { generateModule, type ModuleOptions } from "../../src/index.ts";
import { programOfLongNames } from "../support/long-names.ts";
import { formatted } from "../support/modules.ts";

/** Programs for each length. A long run: `LUTRA_LONG_TESTS=1 npx vitest run packages/codegen/test/layout`. */
const perLength = process.env["LUTRA_LONG_TESTS"] === undefined ? 1 : 10;

/** Names are longer by up to as many characters; formatters have more rules for names that fill a line. */
const maxLength = 36;

const choices: readonly Partial<ModuleOptions>[] = [
  { brand: ["**"] },
  { codecs: "combinators", programs: "hash", sync: true, values: { int64: "number" } },
];

it("leaves nothing to the formatter, however long names are", () => {
  const random = createRandom(7_000);
  const texts: Record<string, string> = {};
  for (let length = 0; length <= maxLength; length++) {
    const sources = Array.from({ length: perLength }, () => programOfLongNames(random, length));
    for (const [i, options] of choices.entries()) {
      texts[`${length}-${i}.ts`] = generateModule(sources, { name: "long", ...options }).text;
    }
  }
  expect(formatted(texts)).toEqual(texts);
});
