import { describe, expect, test } from "vitest";
import { DecodeError, int32, text, tuple } from "../../src/index.ts";

/** Returns a tuple of int32 fields, its value, and the same value with one field of the wrong kind. */
function wide(count: number) {
  const names = Array.from({ length: count }, (_, i) => `field${i}`);
  const codec = tuple(Object.fromEntries(names.map((name) => [name, int32])));
  const value = Object.fromEntries(names.map((name, i) => [name, i * 3 - 5]));
  return { names, codec, value };
}

// Up to eight fields are written out in the code, the rest is a loop.
describe.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 17])("an object of %i fields", (count) => {
  const { names, codec, value } = wide(count);

  test("keeps every field in its place", () => {
    const bytes = codec.encode(value);
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    expect(names.map((_, i) => view.getInt32(i * 4, true))).toEqual(names.map((_, i) => i * 3 - 5));
    expect(codec.decode(bytes)).toEqual(value);
    expect(Object.keys(codec.decode(bytes))).toEqual(names);
  });

  test("names the field that cannot be encoded", () => {
    for (const name of names) {
      expect(() => codec.encode({ ...value, [name]: "x" } as never)).toThrow(
        `.${name}: expected an integer`,
      );
    }
  });

  test("names the field that cannot be decoded", () => {
    const codecs = names.map(
      (name, wrong) =>
        [
          name,
          tuple(Object.fromEntries(names.map((other, i) => [other, i === wrong ? text : int32]))),
        ] as const,
    );
    for (const [name, broken] of codecs) {
      const bytes = new Uint8Array(broken.headBytes).fill(0xff);
      expect(() => broken.decode(bytes)).toThrow(DecodeError);
      expect(() => broken.decode(bytes)).toThrow(expect.objectContaining({ path: [name] }));
    }
  });
});

test("names that every object inherits are fields of their own", () => {
  const codec = tuple({ ["__proto__"]: int32, constructor: text, toString: int32 });
  const value: Record<string, unknown> = Object.fromEntries<unknown>([
    ["__proto__", 1],
    ["constructor", "c"],
    ["toString", 2],
  ]);
  const decoded = codec.decode(codec.encode(value as never));
  expect(Object.entries(decoded)).toEqual(Object.entries(value));
  expect(Object.getPrototypeOf(decoded)).toBe(Object.prototype);
  expect(Object.getOwnPropertyDescriptors(decoded)).toEqual(
    Object.getOwnPropertyDescriptors({ ["__proto__"]: 1, constructor: "c", toString: 2 }),
  );
  expect(() => codec.encode({} as never)).toThrow(".__proto__: expected an integer");
});
