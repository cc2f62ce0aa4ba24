import { expect, test } from "vitest";
import { type Argument, DuckDbRunner } from "../../src/index.ts";
import { createDuckDbWasmAdapter } from "../../src/wasm.ts";
import type { ArrowData, ArrowType } from "../../src/wasm/arrow.ts";

/** Returns a connection whose statements fail with these errors, one after the other, and give no rows after that. */
function failing(...messages: readonly string[]) {
  const left = [...messages];
  let queries = 0;
  const query = async (): Promise<{ batches: [] }> => {
    queries++;
    const message = left.shift();
    if (message !== undefined) throw new Error(message);
    return { batches: [] };
  };
  const statement = { query, close: async (): Promise<void> => {} };
  const connection = { prepare: async () => statement, close: async (): Promise<void> => {} };
  const execute = async (): Promise<unknown> =>
    (await createDuckDbWasmAdapter(connection).prepare("SELECT 1")).execute([]);
  return { execute, queries: () => queries };
}

const cannotBegin = "TransactionContext Error: cannot start a transaction within a transaction";

test("a statement that could not begin, for one that failed before it, is executed again, once", async () => {
  const once = failing(cannotBegin);
  expect(await once.execute()).toMatchObject({ chunks: [] });
  expect(once.queries()).toBe(2);
  await expect(failing(cannotBegin, cannotBegin).execute()).rejects.toThrow(cannotBegin);
});

test("a statement that failed is not executed again", async () => {
  const { execute, queries } = failing("Conversion Error: no number");
  await expect(execute()).rejects.toThrow("Conversion Error");
  expect(queries()).toBe(1);
});

test.each<[Argument, unknown]>([
  [null, null],
  [{ type: "BOOLEAN", value: true }, true],
  [{ type: "INTEGER", value: -1 }, -1],
  [{ type: "VARCHAR", value: "ü" }, "ü"],
  [{ type: "BIGINT", value: -(2n ** 63n) }, "-9223372036854775808"],
  [{ type: "UBIGINT", value: 2n ** 64n - 1n }, "18446744073709551615"],
  [{ type: "DOUBLE", value: 0.1 }, "0.1"],
  [{ type: "DOUBLE", value: -1 }, "-1"],
  [{ type: "DOUBLE", value: 0 }, "0"],
  [{ type: "FLOAT", value: -0 }, "-0.0"],
  [{ type: "FLOAT", value: Infinity }, "Infinity"],
])("the argument %o is sent as %o", async (argument, expected) => {
  const sent: unknown[] = [];
  const query = async (...args: readonly unknown[]): Promise<{ batches: [] }> => {
    sent.push(...args);
    return { batches: [] };
  };
  const connection = { prepare: async () => ({ query, close: () => {} }), close: () => {} };
  const statement = await createDuckDbWasmAdapter(connection).prepare("SELECT $1");
  await statement.execute([argument]);
  expect(sent).toEqual([expected]);
});

test("a batch with rows has columns, and one without rows none, whose parts may be missing", async () => {
  const list = { typeId: 12, children: [{ name: "item", type: { typeId: 6 } }] };
  const data = (type: ArrowType, length: number): ArrowData => ({ type, length, offset: 0 });
  const batchOf = (numRows: number, column: ArrowData) => ({
    numRows,
    data: { ...data({ typeId: 13 }, numRows), children: [column] },
  });
  const batches = [batchOf(0, data(list, 0)), batchOf(1, data({ typeId: 4 }, 1))];
  const connection = {
    prepare: () => ({ query: () => ({ batches }), close: () => {} }),
    close: () => {},
  };
  const statement = await createDuckDbWasmAdapter(connection).prepare("SELECT 1");
  expect(await statement.execute([])).toMatchObject({
    chunks: [
      { rowCount: 0, columns: [] },
      { rowCount: 1, columns: [{ kind: "other" }] },
    ],
  });
});

test.each([
  [{}, 0],
  [{ closeOnShutdown: false }, 0],
  [{ closeOnShutdown: true }, 1],
])("with the options %j a shutdown closes the connection %i times", async (options, times) => {
  let closed = 0;
  const connection = {
    prepare: () => Promise.reject(new Error("no statement is prepared")),
    close: async () => void closed++,
  };
  await new DuckDbRunner(createDuckDbWasmAdapter(connection, options)).shutdown();
  expect(closed).toBe(times);
});
