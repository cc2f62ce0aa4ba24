import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readInt64, readUint64, writeInteger64 } from "../../src/values/integer64.ts";
import { arithmeticOf } from "../../src/native/arithmetic.ts";
import type { Integer64 } from "../../src/values/integer64.ts";

const edges = [
  0n,
  1n,
  -1n,
  2n ** 53n - 1n,
  2n ** 53n,
  1n - 2n ** 53n,
  -(2n ** 53n),
  2n ** 63n - 1n,
  -(2n ** 63n),
];
const signed = fc.oneof(
  fc.constantFrom(...edges),
  fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
  fc.bigInt(-100n, 100n),
);
const unsigned = signed.map((value) => BigInt.asUintN(64, value));

/** Returns the one form of a value. */
function form(value: bigint): Integer64 {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER
    ? Number(value)
    : value;
}

const operations: readonly [string, (a: bigint, b: bigint) => bigint][] = [
  ["add", (a, b) => a + b],
  ["sub", (a, b) => a - b],
  ["mul", (a, b) => a * b],
  ["div", (a, b) => a / b],
  ["mod", (a, b) => a % b],
];

describe.each([
  { kind: "int64", values: signed, wrap: (value: bigint) => BigInt.asIntN(64, value) },
  { kind: "uint64", values: unsigned, wrap: (value: bigint) => BigInt.asUintN(64, value) },
] as const)("$kind", ({ kind, values, wrap }) => {
  const arithmetic = arithmeticOf(kind);

  test.each(operations)("%s is that of big integers, wrapped", (name, compute) => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        const isDivision = name === "div" || name === "mod";
        fc.pre(!isDivision || (b !== 0n && !(b === -1n && a === -(2n ** 63n))));
        const result = arithmetic[name as "add"](form(a), form(b));
        expect(result).toBe(form(wrap(compute(a, b))));
      }),
      { numRuns: 500, seed: 64 },
    );
  });

  test("is read as it was written, in one form", () => {
    const view = new DataView(new ArrayBuffer(8));
    fc.assert(
      fc.property(values, (value) => {
        writeInteger64(view, 0, form(value));
        expect(view.getBigInt64(0, true)).toBe(BigInt.asIntN(64, value));
        expect((kind === "int64" ? readInt64 : readUint64)(view, 0)).toBe(form(value));
      }),
      { numRuns: 500, seed: 64 },
    );
  });
});
