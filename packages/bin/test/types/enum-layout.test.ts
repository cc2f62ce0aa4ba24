import { expect, test } from "vitest";
import { enumOf, unit } from "../../src/index.ts";
import { layoutOfEnum, tagBytes } from "../../src/types/enum-layout.ts";

test.each([
  [0, 0],
  [1, 0],
  [2, 1],
  [256, 1],
  [257, 2],
  [65_536, 2],
  [65_537, 3],
])("%d variants have a tag of %d bytes", (variants, bytes) => {
  expect(tagBytes(variants)).toBe(bytes);
});

test.each([
  [[0, 0], { tagBytes: 1, innerBytes: 0, hasPtr: false }],
  [[4, 1, 3], { tagBytes: 1, innerBytes: 4, hasPtr: false }],
  [[0, 5], { tagBytes: 1, innerBytes: 4, hasPtr: true }],
  [[9], { tagBytes: 0, innerBytes: 4, hasPtr: true }],
])("payloads of %j bytes are in place up to 4 of them", (payloads, layout) => {
  expect(layoutOfEnum(payloads.length, false, (i) => payloads[i]!)).toEqual(layout);
});

test("payloads that recursion puts after a pointer are not measured", () => {
  const measure = (): number => expect.fail("no size is asked for");
  expect(layoutOfEnum(3, true, measure)).toEqual({ tagBytes: 1, innerBytes: 4, hasPtr: true });
});

test.each([
  [8, "v0, v1, v2, v3, v4, v5, v6, v7, got"],
  [9, "v0, v1, v2, v3, v4, v5, v6, v7, ..., got"],
])("a name that none of %d variants has is refused with those of eight", (count, names) => {
  const variants = Array.from({ length: count }, (_, i) => [`v${i}`, unit] as const);
  const codec = enumOf(Object.fromEntries(variants));
  expect(() => codec.encode("other" as never)).toThrow(`expected one of ${names} "other"`);
});
