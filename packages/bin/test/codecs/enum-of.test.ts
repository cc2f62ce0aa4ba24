import { expect, test } from "vitest";
import { enumOf, text, unit } from "../../src/index.ts";

test("refuses some before none, which would be an option with other tags", () => {
  expect(() => enumOf({ some: text, none: unit })).toThrow(
    new TypeError("write none before some, or use codecFor for an enum in the other order"),
  );
});

test.each([
  { some: text, none: unit, other: unit },
  { some: text, other: unit },
  { other: text, none: unit },
  { some: text },
])("takes other variants of these names: %j", (variants) => {
  const codec = enumOf(variants as { readonly some: typeof text });
  const [tag] = Object.keys(variants) as ["some"];
  expect(codec.decode(codec.encode({ tag, value: "a" }))).toEqual({ tag, value: "a" });
});
