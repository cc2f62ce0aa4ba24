import { describe, expect, test } from "vitest";
import {
  isScalarKind,
  readerOf,
  type ScalarKind,
  sizeOfKind,
  writerOf,
} from "../../src/values/kinds.ts";

type Row = readonly [ScalarKind, value: unknown, hex: string];

const rows: readonly Row[] = [
  ["bool", false, "00"],
  ["bool", true, "01"],
  ["int8", -2, "fe"],
  ["uint8", 254, "fe"],
  ["int16", -2, "feff"],
  ["uint16", 0xfffe, "feff"],
  ["int32", -2, "feffffff"],
  ["uint32", 0xffff_fffe, "feffffff"],
  ["int64", -2, "feffffffffffffff"],
  ["int64", 2 ** 32 + 1, "0100000001000000"],
  ["uint64", 2n ** 64n - 2n, "feffffffffffffff"],
  ["float32", 1.5, "0000c03f"],
  ["float32", NaN, "0000c07f"],
  ["float64", 1.5, "000000000000f83f"],
  ["float64", NaN, "000000000000f87f"],
];

const read = (kind: ScalarKind, view: DataView, at: number): unknown => readerOf(kind)(view, at);
const write = (kind: ScalarKind, view: DataView, at: number, value: unknown): void =>
  writerOf(kind)(view, at, value as never);

describe.each(rows)("a value of kind %s, %s,", (kind, value, hex) => {
  const bytes = Buffer.from(hex, "hex");

  test(`is written as ${hex}, with nothing around it`, () => {
    const target = new Uint8Array(12).fill(0xaa);
    write(kind, new DataView(target.buffer), 2, value);
    const expected = new Uint8Array(12).fill(0xaa);
    expected.set(bytes, 2);
    expect(target).toEqual(expected);
  });

  test("is read where it is", () => {
    const source = Uint8Array.of(0xaa, 0xaa, ...bytes);
    expect(read(kind, new DataView(source.buffer), 2)).toBe(value);
  });

  test("has the size of its kind", () => {
    expect(isScalarKind(kind)).toBe(true);
    expect(sizeOfKind(kind)).toBe(bytes.length);
  });
});

test.each(["text", "texts", "data", "toString"])("%s is no kind of a fixed size", (kind) => {
  expect(isScalarKind(kind)).toBe(false);
});

test("any byte but 0 is true", () => {
  expect(readerOf("bool")(new DataView(new Uint8Array([2]).buffer), 0)).toBe(true);
});
