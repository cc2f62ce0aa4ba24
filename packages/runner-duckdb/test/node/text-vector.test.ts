import { codecFor } from "@lutra/bin";
import { expect, test } from "vitest";
import { textVector } from "../../src/node/text-vector.ts";
import { openDuckDb } from "../../src/node.ts";
import { arrayTy, sqlProgram, std } from "../support/make-program.ts";

const texts = arrayTy(std("Text"));
const codec = codecFor(texts, []);

// Texts of up to 12 bytes lie in the vector, longer ones elsewhere, more or less in order.
test.each([
  ["in order", "SELECT repeat(chr(97 + i::int4 % 26), i::int4 % 40) FROM range(5000) r(i)"],
  [
    "of other characters",
    "SELECT repeat('über ', 3 + i::int4 % 2000) || i FROM range(5000) r(i) WHERE i % 7 = 0",
  ],
  ["the same each time", "SELECT repeat('always the same ', 3) FROM range(3000)"],
  [
    "repeated out of order",
    "SELECT ['a text of its own', 'one more of the texts', 'short'][1 + (i * i * 7 % 3)::int4] FROM range(3000) r(i)",
  ],
  [
    "out of order",
    "SELECT 'text number ' || i FROM range(3000) r(i) ORDER BY i * 7919 % 3001 DESC",
  ],
])("texts %s are what DuckDB has", async (_, sql) => {
  await using runner = await openDuckDb();
  const read = async (query: string): Promise<readonly string[]> => {
    const prepared = await runner.prepare(sqlProgram(query, texts));
    return codec.decode(await runner.execute(prepared, new Uint8Array(0))) as readonly string[];
  };
  const values = await read(sql);
  // In hexadecimal, one row after the other: another way through both engines.
  const [joined] = await read(`SELECT string_agg(hex(t), ' ') FROM (${sql}) q(t)`);
  const expected = joined!.split(" ").map((hex) => Buffer.from(hex, "hex").toString());
  expect(values).toEqual(expected);
});

test("one view serves texts that follow each other, and no others", () => {
  const heap = [
    { at: 1000, length: 20 },
    { at: 1020, length: 13 },
    null,
    { at: 1033, length: 30 },
    { at: 500, length: 15 },
    { at: 500, length: 15 },
    { at: 1020, length: 13 },
    // As far from the one before as its low 32 bits say, and 2^32 more.
    { at: 2 ** 32 + 1033, length: 14 },
    { at: 2 ** 33 - 15, length: 15 },
    { at: 2 ** 33, length: 13 },
  ];
  const data = new Uint8Array(heap.length * 16);
  const words = new Uint32Array(data.buffer);
  heap.forEach((text, i) => {
    const { at, length } = text ?? { at: 77, length: 99 };
    words.set([length, 0, at % 2 ** 32, Math.floor(at / 2 ** 32)], i * 4);
  });
  const views: (readonly [number, number])[] = [];
  const bindings = {
    get_data_from_pointer: (buffer: ArrayBufferLike, offset: number, bytes: number) => {
      const start = Number(new BigUint64Array(buffer, offset, 1)[0]);
      views.push([start, bytes]);
      return new Uint8Array(bytes).map((_, i) => start + i);
    },
  };
  const { copy } = textVector(bindings, data, "VARCHAR", {
    bits: new Uint8Array([0b11111011, 3]),
    offset: 0,
  });
  heap.forEach((text, row) => {
    if (text === null) return;
    const target = new Uint8Array(text.length);
    copy(row, target, 0);
    expect(target).toEqual(new Uint8Array(text.length).map((_, i) => text.at + i));
  });
  expect(views).toEqual([
    [1000, 63],
    [500, 15],
    [1020, 13],
    [2 ** 32 + 1033, 14],
    [2 ** 33 - 15, 28],
  ]);
});

test.each([0, 5, 12])(
  "a string of %i bytes is copied from its entry, and nothing after it",
  (length) => {
    const data = new Uint8Array(48).fill(120);
    new Uint32Array(data.buffer)[4] = length;
    const expected = new Uint8Array(15);
    for (let i = 0; i < length; i++) data[20 + i] = expected[1 + i] = 97 + i;
    const noPointer = (): never => {
      throw new Error("a short text has no pointer");
    };
    const { byteLength, copy } = textVector(
      { get_data_from_pointer: noPointer },
      data,
      "VARCHAR",
      null,
    );
    const target = new Uint8Array(15);
    copy(1, target, 1);
    expect(byteLength(1)).toBe(length);
    expect(target).toEqual(expected);
  },
);
