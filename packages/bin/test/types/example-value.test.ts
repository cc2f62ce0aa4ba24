import { expect, test } from "vitest";
import { codecFor } from "../../src/index.ts";
import { completeTypes } from "../../src/types/complete-types.ts";
import { exampleValue } from "../../src/types/example-value.ts";
import type { Ty } from "../../src/types/ty.ts";
import { renderJson } from "../../src/render.ts";
import { array, enumOf, ident, option, std, tuple, unit } from "../support/make-ty.ts";

const int = std("Int32");
const named = ident("Named");

test.each<[Ty, unknown]>([
  [std("Bool"), false],
  [std("Uint8"), 0],
  [std("Int64"), 0n],
  [std("Float32"), 0],
  [std("Text"), "..."],
  [std("Time"), 0n],
  [std("Duration"), 0n],
  [std("Decimal"), 0n],
  [array(std("Uint8")), new Uint8Array()],
  [array(int), [0]],
  [unit, undefined],
  [tuple([null, int], ["b", std("Bool")]), [0, false]],
  [tuple(["a", int], ["b", option(int)]), { a: 0, b: 0 }],
  [enumOf(["red"], ["blue"]), "red"],
  [enumOf(["dot"], ["sq", int]), { tag: "dot" }],
  [enumOf(["sq", int], ["dot"]), { tag: "sq", value: 0 }],
])("an example of a type is a value of it: %#", (ty, value) => {
  expect(exampleValue(ty, [], "...")).toStrictEqual(value);
  const { ty: complete, defs } = completeTypes(ty, []);
  const codec = codecFor(complete, defs);
  expect(codec.decode(codec.encode(value))).toStrictEqual(value);
});

test("texts are empty if nothing is wanted in their place", () => {
  expect(exampleValue(std("Text"), [])).toBe("");
});

test.each([
  ["Date", '"2024-01-01"'],
  ["Timestamp", '"2024-01-01T00:00:00.000000"'],
])("an example of %s is the first day of 2024", (name, json) => {
  expect(renderJson(exampleValue(std(name), []), std(name))).toBe(json);
});

test("a field may have the name of what all objects inherit", () => {
  const value = exampleValue(tuple(["__proto__", int]), []) as object;
  expect(Object.getOwnPropertyDescriptor(value, "__proto__")?.value).toBe(0);
});

test.each<[name: string, body: Ty, value: unknown]>([
  ["an array of it is empty", tuple(["parts", array(named)]), { parts: [] }],
  ["an option of it is none", tuple(["next", option(named)]), { next: null }],
  ["a variant without it is taken", enumOf(["more", named], ["end", int]), { tag: "end", value: 0 }],
  ["a variant of units around it is not", enumOf(["more", tuple(["at", named])], ["end"]), { tag: "end" }],
])("a type may contain itself: %s", (_, body, value) => {
  expect(exampleValue(named, [{ name: ["Named"], ty: body }])).toStrictEqual(value);
}); // prettier-ignore

test("a definition that is used twice side by side does not contain itself", () => {
  const pair = tuple(["a", named], ["b", named]);
  expect(exampleValue(pair, [{ name: ["Named"], ty: int }])).toEqual({ a: 0, b: 0 });
});

test.each<[Ty]>([
  [tuple(["next", named])],
  [enumOf(["more", named])],
  [tuple(["id", int], ["next", tuple(["at", named])])],
])("a type that has no value without itself has no example: %#", (body) => {
  expect(() => exampleValue(named, [{ name: ["Named"], ty: body }])).toThrow(
    new TypeError("the type has no value: it only contains itself"),
  );
});

test("an example has up to 10,000 parts", () => {
  const wide = (count: number): Ty =>
    tuple(...Array.from({ length: count }, (_, i): [string, Ty] => [`f${i}`, int]));
  expect(Object.keys(exampleValue(wide(9_999), []) as object)).toHaveLength(9_999);
  expect(() => exampleValue(wide(10_000), [])).toThrow(
    new RangeError("the type has more than 10000 parts: too many for an example"),
  );
});
