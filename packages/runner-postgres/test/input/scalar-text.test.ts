import { expect, test } from "vitest";
import { scalarText } from "../../src/input/scalar-text.ts";
import type { Scalar } from "../../src/scalar.ts";

const integer = (bits: 8 | 16 | 32 | 64): Scalar => ({ kind: "integer", bits, isSigned: false });

// Unsigned numbers become the signed ones of the same bits.
test.each<readonly [string, Scalar, unknown, string]>([
  ["8 bits", integer(8), 127, "127"],
  ["8 bits", integer(8), 128, "-128"],
  ["16 bits", integer(16), 32_767, "32767"],
  ["16 bits", integer(16), 32_768, "-32768"],
  ["32 bits", integer(32), 2 ** 31 - 1, "2147483647"],
  ["32 bits", integer(32), 2 ** 31, "-2147483648"],
  ["64 bits", integer(64), 2n ** 63n - 1n, "9223372036854775807"],
  ["64 bits", integer(64), 2n ** 63n, "-9223372036854775808"],
  ["a truth value", { kind: "bool" }, true, "t"],
  ["a truth value", { kind: "bool" }, false, "f"],
  ["a float", { kind: "float", bits: 64 }, 0, "0"],
  ["a float", { kind: "float", bits: 64 }, -0, "-0"],
  ["a float", { kind: "float", bits: 64 }, -Infinity, "-Infinity"],
  ["a string", { kind: "text" }, "é\n", "é\n"],
])("%s: %j of %o is %j", (_, scalar, value, text) => {
  expect(scalarText(scalar)(value)).toBe(text);
});

test("a string with U+0000 is refused", () => {
  expect(() => scalarText({ kind: "text" })("a\0b")).toThrow("cannot store a string");
});
