import { expect, test } from "vitest";
import { readPortMessage } from "../src/batch-reader.ts";
import { valueLength } from "../src/batch.ts";

const bytesOf = (...words: readonly number[]): Uint8Array =>
  new Uint8Array(new Uint32Array(words).buffer);

test.each<[what: string, message: unknown, error: RegExp]>([
  ["a length that is no multiple of 8", new Uint8Array(20), /a batch of broken length/],
  ["a place that is no multiple of 8", new Uint8Array(20).subarray(4), /a batch of broken length/],
  ["an unknown kind", bytesOf(7, 0, 0, 0), /a record of no known kind/],
  ["half a record", bytesOf(0, 0), /a record of no known kind/],
  ["bytes beyond the end", bytesOf(1, 0, 0, 9, 0, 0), /execute that is cut off/],
  ["too few values", [bytesOf(3, 0, 0, valueLength)], /getInterface without its value/],
  ["too many values", [bytesOf(3, 0, 0, 0), "x"], /values that belong to nothing/],
  ["a number", 1, /a message that is not the protocol's/],
])("a batch with %s is refused", (_, message, error) => {
  expect(() => readPortMessage(message)).toThrow(error);
});

test.each([0, 8, 16])(
  "bytes that end with the batch are read, from byte %d of a buffer on",
  (start) => {
    const batch = new Uint8Array(start + 24).subarray(start);
    batch.set(bytesOf(1, 2, 3, 8, 4, 5));
    const [record] = readPortMessage(batch) as readonly unknown[];
    expect(record).toMatchObject({ kind: "execute", id: 2, programId: 3, isAbortable: false });
    expect((record as { content: Uint8Array }).content).toEqual(bytesOf(4, 5));
  },
);
