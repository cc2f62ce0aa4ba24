import { expect, test } from "vitest";
import { type NodeResult, ResultReader } from "../../src/node/result-reader.ts";

/** Returns a result without rows, of one column of a type, that counts how often its type is read. */
function resultOf(typeId: number): NodeResult & { readonly reads: number } {
  let reads = 0;
  return {
    columnCount: 1,
    columnTypeId: () => typeId,
    columnType: () => {
      reads++;
      return { typeId };
    },
    chunkCount: 0,
    getChunk: () => {
      throw new Error("there is no chunk");
    },
    get reads() {
      return reads;
    },
  };
}

const boolean = 1;
const smallint = 3;
const varchar = 17;
const decimal = 19;
const list = 24;

test.each([boolean, smallint, varchar])("of further results type %i is known", (typeId) => {
  const reader = new ResultReader();
  const [first, second] = [resultOf(typeId), resultOf(typeId)];
  reader.read(first);
  reader.read(second);
  expect([first.reads, second.reads]).toEqual([1, 0]);
});

test.each([
  [decimal, decimal],
  [list, list],
  [varchar, smallint],
  [smallint, list],
])("of a result of type %i after one of type %i the type is read", (next, before) => {
  const reader = new ResultReader();
  reader.read(resultOf(before));
  const result = resultOf(next);
  reader.read(result);
  expect(result.reads).toBe(1);
});
