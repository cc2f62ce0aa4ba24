import { expect, test } from "vitest";
import { openDuckDb } from "../../src/node.ts";
import type { Bindings, VectorHandle } from "../../src/node/bindings.ts";
import { vectorOf } from "../../src/node/vector-of.ts";
import { arrayTy, std, typedSql } from "../support/make-program.ts";

/** Returns bindings that give the memory asked for, and keep how much that was. */
function countingBindings(): {
  readonly bindings: Bindings;
  readonly asked: Record<string, number>;
} {
  const asked: Record<string, number> = {};
  const bindings: Partial<Bindings> = {
    vector_get_data: (_, bytes) => new Uint8Array((asked["data"] = bytes)),
    vector_get_validity: (_, bytes) => new Uint8Array((asked["validity"] = bytes)),
  };
  return { bindings: bindings as Bindings, asked };
}

// More bytes than a vector has would be the memory of something else.
test.each([
  [1, 8],
  [64, 8],
  [65, 16],
  [2048, 256],
])("of %d rows, the bits that say what is NULL are %d bytes", (rows, validity) => {
  const { bindings, asked } = countingBindings();
  const smallint = { typeId: 3 };
  expect(vectorOf(bindings, smallint, {} as VectorHandle, rows)).toMatchObject({
    kind: "fixed",
    type: "SMALLINT",
  });
  expect(asked).toEqual({ data: 2 * rows, validity });
});

test("the memory of one byte is asked for", () => {
  const { bindings, asked } = countingBindings();
  vectorOf(bindings, { typeId: 2 }, {} as VectorHandle, 1);
  expect(asked["data"]).toBe(1);
});

test.each([
  [4, 2],
  [5, 4],
  [9, 4],
  [10, 8],
  [18, 8],
  [19, 16],
])("a decimal of %d digits has %d bytes", (width, bytes) => {
  const { bindings, asked } = countingBindings();
  const type = { typeId: 19, width, scale: 1 };
  expect(vectorOf(bindings, type, {} as VectorHandle, 3)).toMatchObject({ scale: 1 });
  expect(asked["data"]).toBe(3 * bytes);
});

test.each([4, 9, 18, 38])("decimals of %d digits are read in every row", async (width) => {
  await using runner = await openDuckDb();
  const sql = `SELECT unnest([1, -1, 250, -7, 0])::DECIMAL(${width}, 0) AS value`;
  const values = await runner.run(typedSql(sql, arrayTy(std("Int64"))), undefined);
  expect(values).toEqual([1n, -1n, 250n, -7n, 0n]);
});

test("no memory is asked for of a vector without rows", () => {
  const { bindings, asked } = countingBindings();
  vectorOf(bindings, { typeId: 3 }, {} as VectorHandle, 0);
  expect(asked["data"]).toBeUndefined();
});
