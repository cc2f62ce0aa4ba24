import { expect, test } from "vitest";
import type { ColumnVector } from "../../src/vector.ts";
import type { ArrowData, ArrowType } from "../../src/wasm/arrow.ts";
import { vectorOf } from "../../src/wasm/vector-of.ts";

const data = (type: ArrowType, rest: Partial<ArrowData>): ArrowData => ({
  type,
  length: 0,
  offset: 0,
  ...rest,
});

function vectorOfKind<K extends ColumnVector["kind"]>(
  kind: K,
  type: ArrowType,
  rest: Partial<ArrowData>,
): Extract<ColumnVector, { kind: K }> {
  const vector = vectorOf(data(type, rest));
  expect(vector.kind).toBe(kind);
  return vector as Extract<ColumnVector, { kind: K }>;
}

const int8: ArrowType = { typeId: 2, bitWidth: 8, isSigned: true };

test("booleans are bits from the offset on, the lowest of a byte first", () => {
  const values = new Uint8Array([0b1010_0110, 0b0000_0011]);
  const { at } = vectorOfKind("boolean", { typeId: 6 }, { values, offset: 1 });
  const bits = Array.from({ length: 10 }, (_, row) => at(row));
  expect(bits).toEqual([true, true, false, false, true, false, true, true, true, false]);
});

test("texts lie between their offsets, short and long ones", () => {
  const texts = ["", "short", "x".repeat(24), "y".repeat(25), "ü".repeat(20)];
  const parts = texts.map((text) => new TextEncoder().encode(text));
  const valueOffsets = [0];
  for (const { length } of parts) valueOffsets.push(valueOffsets.at(-1)! + length);
  const values = new Uint8Array(Buffer.concat(parts));
  const { byteLength, copy } = vectorOfKind("text", { typeId: 5 }, { values, valueOffsets });
  const read = texts.map((_, row) => {
    const target = new Uint8Array(byteLength(row) + 2);
    copy(row, target, 1);
    return new TextDecoder().decode(target.subarray(1, -1));
  });
  expect(read).toEqual(texts);
});

test("decimals are whole numbers of 128 bits with a scale", () => {
  const values = new Uint8Array(32);
  const view = new DataView(values.buffer);
  view.setBigInt64(8, -1n, true);
  view.setBigInt64(0, -2n, true);
  view.setBigInt64(24, 5n, true);
  view.setBigUint64(16, 7n, true);
  const decimal = vectorOfKind("exact", { typeId: 7, precision: 38, scale: 2 }, { values });
  expect(decimal).toMatchObject({ scale: 2, isWhole: false });
  expect([decimal.at(0), decimal.at(1)]).toEqual([-2n, (5n << 64n) + 7n]);
  const huge = vectorOfKind("exact", { typeId: 7, precision: 38, scale: 0 }, { values });
  expect(huge.isWhole).toBe(true);
});

test("lists are ranges of their items, and null where a bit is not set", () => {
  const items = data(int8, { values: new Int8Array([1, 2, 3]) });
  const list = vectorOfKind(
    "list",
    { typeId: 12, children: [{ name: "item", type: int8 }] },
    { valueOffsets: [0, 2, 3], children: [items], nullBitmap: new Uint8Array([1]), offset: 3 },
  );
  expect([list.start(1), list.length(0), list.length(1)]).toEqual([2, 2, 1]);
  expect(list.validity).toEqual({ bits: new Uint8Array([1]), offset: 3 });
  expect(list.items).toMatchObject({ kind: "fixed", type: "TINYINT", validity: null });
});

test("members of a union are found by the numbers of their types", () => {
  const type: ArrowType = {
    typeId: 14,
    mode: 0,
    typeIdToChildIndex: { 5: 0, 9: 1 },
    children: [
      { name: "a", type: int8 },
      { name: "b", type: int8 },
    ],
  };
  const member = data(int8, { values: new Int8Array(3) });
  const children = [member, member];
  const rest = { children, typeIds: [9, 5, 7], nullBitmap: new Uint8Array([0]) };
  const union = vectorOfKind("union", type, rest);
  expect([0, 1, 2].map(union.tag)).toEqual([1, 0, -1]);
  expect(union).toMatchObject({ names: ["a", "b"], validity: null });
  vectorOfKind("other", { ...type, mode: 1 }, rest);
});

test.each<[string | undefined, ArrowType]>([
  ["UBIGINT", { typeId: 2, bitWidth: 64, isSigned: false }],
  ["UTINYINT", { typeId: 2, bitWidth: 8, isSigned: false }],
  ["USMALLINT", { typeId: 2, bitWidth: 16, isSigned: false }],
  ["UINTEGER", { typeId: 2, bitWidth: 32, isSigned: false }],
  ["SMALLINT", { typeId: 2, bitWidth: 16, isSigned: true }],
  ["INTEGER", { typeId: 2, bitWidth: 32, isSigned: true }],
  ["BIGINT", { typeId: 2, bitWidth: 64, isSigned: true }],
  ["FLOAT", { typeId: 3, precision: 1 }],
  ["DOUBLE", { typeId: 3, precision: 2 }],
  [undefined, { typeId: 3, precision: 0 }],
  ["DATE", { typeId: 8, unit: 0 }],
  [undefined, { typeId: 8, unit: 1 }],
  ["TIME", { typeId: 9, unit: 2 }],
  [undefined, { typeId: 9, unit: 3 }],
  ["TIMESTAMP", { typeId: 10, unit: 2 }],
  [undefined, { typeId: 10, unit: 1 }],
  [undefined, { typeId: 10, unit: 2, timezone: "UTC" }],
])("takes values of %s as they lie", (fixed, type) => {
  const bytes = new Uint8Array(8);
  const expected = fixed === undefined ? { kind: "other" } : { kind: "fixed", type: fixed, bytes };
  expect(vectorOf(data(type, { values: bytes }))).toMatchObject(expected);
});
