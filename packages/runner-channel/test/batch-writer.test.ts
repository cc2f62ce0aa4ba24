import { expect, test } from "vitest";
import { abortableFlag, type Batch, recordKinds, valueLength } from "../src/batch.ts";
import { BatchWriter, type PostBatch } from "../src/batch-writer.ts";
import { writeRequest, writeResponse } from "../src/records.ts";

/** Returns a writer that keeps what it posts. */
function keepingWriter(held = false): {
  readonly writer: BatchWriter;
  readonly posted: Batch[];
  readonly transferred: ArrayBuffer[][];
} {
  const posted: Batch[] = [];
  const transferred: ArrayBuffer[][] = [];
  const post: PostBatch = (batch, transfer) => {
    posted.push(batch);
    transferred.push(transfer);
  };
  return { writer: new BatchWriter(post, true, held), posted, transferred };
}

const wordsOf = (batch: Batch): number[] => {
  const records = batch instanceof Uint8Array ? batch : batch[0];
  return [...new Uint32Array(records.buffer, records.byteOffset, records.length >>> 2)];
};
const number = (kind: (typeof recordKinds)[number]): number => recordKinds.indexOf(kind);

test("requests are four words each, and bytes up to a multiple of 8", () => {
  const { writer, posted } = keepingWriter();
  const input = new Uint8Array([1, 2, 3]);
  writeRequest(writer, { kind: "execute", id: 7, programId: 9, input }, true);
  writeRequest(writer, { kind: "release", id: 8, programId: 9 }, false);
  writeRequest(writer, { kind: "getInterface", id: 10 }, false);
  writer.flush();
  expect(posted.map(wordsOf)).toEqual([
    [
      [number("execute") | abortableFlag, 7, 9, 3, 0x030201, 0],
      [number("release"), 8, 9, 0],
      [number("getInterface"), 10, 0, 0],
    ].flat(),
  ]);
});

test("bytes of any kind are written without flags, and nothing is posted of nothing", () => {
  const { writer, posted } = keepingWriter();
  writer.flush();
  expect(posted).toEqual([]);
  for (const kind of recordKinds) writer.write(kind, 1, 2, new Uint8Array());
  writer.flush();
  writer.flush();
  expect(posted.map(wordsOf)).toEqual([recordKinds.flatMap((kind) => [number(kind), 1, 2, 0])]);
});

test("responses name no program, and have what is no bytes beside the records", () => {
  const { writer, posted } = keepingWriter();
  writeResponse(writer, { kind: "execute", id: 1, output: new Uint8Array() });
  writeResponse(writer, { kind: "prepare", id: 2 });
  writeResponse(writer, { kind: "getInterface", id: 3, source: "x" });
  writeResponse(writer, { kind: "getExternals", id: 4, externals: ["y"] });
  writeResponse(writer, {
    kind: "error",
    id: 5,
    request: "execute",
    error: { display: "z", code: "TIMEOUT", cause: undefined },
  });
  writer.flush();
  expect(posted.map(wordsOf)).toEqual([
    [
      [number("execute"), 1, 0, 0],
      [number("prepare"), 2, 0, 0],
      [number("getInterface"), 3, 0, valueLength],
      [number("getExternals"), 4, 0, valueLength],
      [number("error"), 5, 0, valueLength],
    ].flat(),
  ]);
  const error = { request: "execute", display: "z", code: "TIMEOUT", cause: undefined };
  expect(posted[0]?.slice(1)).toEqual(["x", ["y"], error]);
});

test("a batch of 256 KiB is posted before the tick ends, as soon as more is added", () => {
  const { writer, posted } = keepingWriter();
  const bytes = new Uint8Array(16 * 1024 - 16);
  for (let i = 0; i < 16; i++) writer.write("execute", i, 0, bytes);
  expect(posted).toEqual([]);
  writer.write("execute", 16, 0, bytes);
  expect(posted.map(({ length }) => length)).toEqual([256 * 1024]);
  writer.flush();
  expect(posted.map(({ length }) => length)).toEqual([256 * 1024, 16 * 1024]);
});

test("bytes of 32 KiB are transferred once, whether they are a value or the batch", () => {
  const { writer, posted, transferred } = keepingWriter();
  const large = [new Uint8Array(32 * 1024), new Uint8Array(32 * 1024)];
  for (const bytes of large) {
    writer.write("execute", 1, 0, bytes);
    writer.flush();
  }
  expect(transferred.map(({ length }) => length)).toEqual([1, 1]);
  for (const [i, { buffer }] of large.entries()) expect(transferred[i]![0]).toBe(buffer);
  writer.write("execute", 2, 0, new Uint8Array(16 * 1024 - 16));
  writer.flush();
  expect(transferred[2]).toEqual([]);
  for (let i = 0; i < 2; i++) writer.write("execute", 2, 0, new Uint8Array(16 * 1024 - 16));
  writer.flush();
  expect(transferred[3]).toHaveLength(1);
  expect(transferred[3]![0]).toBe((posted[3] as Uint8Array).buffer);
});

test("held batches are posted at the start, as one", async () => {
  const { writer, posted } = keepingWriter(true);
  writer.writeValue("getInterface", 1, 0);
  await Promise.resolve();
  writer.writeValue("getExternals", 2, 0);
  await Promise.resolve();
  expect(posted).toEqual([]);
  writer.start();
  expect(posted).toHaveLength(1);
});
