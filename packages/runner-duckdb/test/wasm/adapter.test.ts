import { expect, test } from "vitest";
import { DuckDbRunner } from "../../src/index.ts";
import { createDuckDbWasmAdapter } from "../../src/wasm.ts";

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
