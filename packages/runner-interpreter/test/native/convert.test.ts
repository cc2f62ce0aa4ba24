import { float32FromText } from "@lutra/bin/transcode";
import { describe, expect, test } from "vitest";
import { convertModule } from "../../src/native/convert.ts";
import { numberKinds } from "../../src/native/suffix.ts";
import { integer64 } from "../../src/values/integer64.ts";
import { call } from "./call.ts";

const convert = convertModule();

test("all hundred casts exist", () => {
  for (const to of numberKinds) {
    for (const from of numberKinds) expect(call(convert, `to_${to}_${from}`, [1])).toBe(1);
  }
});

describe("casts", () => {
  test.each<[string, unknown, unknown]>([
    ["to_int8_int16", -400, 112],
    ["to_uint8_int8", -1, 255],
    ["to_uint64_int8", -1, 18446744073709551615n],
    ["to_int64_uint64", 18446744073709551615n, -1],
    ["to_int32_int64", 9223372036854775807n, -1],
    ["to_int32_int64", 4294967301, 5],
    ["to_uint16_uint64", 18446744073709551614n, 65534],
    ["to_uint8_float64", 300, 255],
    ["to_uint8_float64", -1.5, 0],
    ["to_int8_float32", -128.9, -128],
    ["to_int32_float64", Number.NaN, 0],
    ["to_int32_float64", -0.5, 0],
    ["to_int64_float64", 1e30, 9223372036854775807n],
    ["to_int64_float64", -1e30, -9223372036854775808n],
    ["to_int64_float64", 9007199254740994, 9007199254740994n],
    ["to_int64_float64", -0.5, 0],
    ["to_uint64_float64", -Infinity, 0],
    ["to_uint64_float64", Infinity, 18446744073709551615n],
    ["to_uint64_float64", Number.NaN, 0],
    ["to_float32_int32", 16777217, 16777216],
    ["to_float32_float64", 1e300, Infinity],
    ["to_float64_int64", 9007199254740993n, 9007199254740992],
    // One above the middle of two floats: rounding to a double first would give the lower one.
    ["to_float32_int64", 9007199791611905n, 9007200328482816],
    ["to_float32_int64", -9007199791611905n, -9007200328482816],
    ["to_float32_uint64", 18446744073709551615n, 18446744073709551616],
  ])("%s(%s)", (name, value, expected) => {
    expect(call(convert, name, [value])).toBe(expected);
  });
});

describe("a cast to an integer wraps integers and holds floats at the bounds", () => {
  const bounds = [8, 16, 32, 64].flatMap((bits) => [
    { kind: `int${bits}`, bits, min: -(2n ** BigInt(bits - 1)), max: 2n ** BigInt(bits - 1) - 1n },
    { kind: `uint${bits}`, bits, min: 0n, max: 2n ** BigInt(bits) - 1n },
  ]);
  const edges = bounds.flatMap(({ min, max }) => [
    min - 1n,
    min,
    min + 1n,
    max - 1n,
    max,
    max + 1n,
  ]);
  const wrapped = ({ min, bits }: (typeof bounds)[number], value: bigint): bigint =>
    min < 0n ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value);
  const held = ({ min, max }: (typeof bounds)[number], value: number): bigint => {
    if (Number.isNaN(value)) return 0n;
    if (value <= Number(min)) return min;
    return value >= Number(max) ? max : BigInt(Math.trunc(value));
  };
  const reals = edges.flatMap((edge) => [-1, -0.5, 0, 0.5, 1].map((step) => Number(edge) + step));
  reals.push(Infinity, -Infinity, Number.NaN, -0, 1e300, -1e300);

  test.each(bounds.flatMap((to) => bounds.map((from) => [to.kind, from.kind, to, from] as const)))(
    "to %s from %s",
    (_to, _from, to, from) => {
      for (const edge of edges) {
        const value = wrapped(from, edge);
        const result = call(convert, `to_${to.kind}_${from.kind}`, [integer64(value)]);
        expect(BigInt(result as bigint)).toBe(wrapped(to, value));
      }
    },
  );

  test.each(bounds.map((to) => [to.kind, to] as const))("to %s from floats", (kind, to) => {
    for (const real of reals) {
      const exact = call(convert, `to_${kind}_float64`, [real]);
      expect(BigInt(exact as bigint)).toBe(held(to, real));
      const rounded = call(convert, `to_${kind}_float32`, [Math.fround(real)]);
      expect(BigInt(rounded as bigint)).toBe(held(to, Math.fround(real)));
    }
  });
});

test("a cast of a wide integer to a float rounds once", () => {
  for (let exponent = 40n; exponent < 64n; exponent++) {
    for (let place = 20n; place < 27n; place++) {
      const unit = 2n ** (exponent - place);
      for (const part of [unit - 1n, unit, unit + 1n, 3n * unit - 1n, 3n * unit, 3n * unit + 1n]) {
        // In the middle of two floats and near it; the lower or the upper one is even.
        const value = 2n ** exponent + part;
        const float = float32FromText(String(value));
        expect(call(convert, "to_float32_uint64", [integer64(value)])).toBe(float);
        if (value >= 2n ** 63n) continue;
        expect(call(convert, "to_float32_int64", [integer64(value)])).toBe(float);
        expect(call(convert, "to_float32_int64", [integer64(-value)])).toBe(-float);
      }
    }
  }
});

describe("text", () => {
  test.each<[string, unknown, string]>([
    ["to_text_int8", -128, "-128"],
    ["to_text_int64", -9223372036854775808n, "-9223372036854775808"],
    ["to_text_uint64", 18446744073709551615n, "18446744073709551615"],
    ["to_text_bool", true, "true"],
    ["to_text_float32", Math.fround(1.1), "1.1"],
    ["to_text_float64", 1e21, "1000000000000000000000"],
    ["to_text_float64", 1e-7, "0.0000001"],
    ["to_text_float64", -0, "-0"],
  ])("%s(%s)", (name, value, expected) => {
    expect(call(convert, name, [value])).toBe(expected);
  });
});

test.each([
  "to_text_date",
  "to_text_decimal",
  "to_bool_int8",
  "to_int8_text",
  "to_int8",
  "from_int8_int8",
  "to_int8_int8_int8",
])("%s does not exist", (name) => {
  expect(convert.lookup(name, { layoutArgs: [], defs: [] })).toBeUndefined();
});
