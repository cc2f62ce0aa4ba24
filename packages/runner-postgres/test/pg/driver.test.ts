import { expect, test } from "vitest";
import { isIdle, isPool, type PgClientLike } from "../../src/pg/driver.ts";

const query: PgClientLike["query"] = () => Promise.resolve({ rows: [] });

test("a pool is told from a client, which connects, too", () => {
  const pool = {
    totalCount: 0,
    connect: () => Promise.reject(new Error("no")),
    end: async () => {},
  };
  expect(isPool(pool)).toBe(true);
  const client = { query, connect: async () => {} };
  expect(isPool(client)).toBe(false);
  expect(isPool(Object.assign({ query }, { totalCount: 3 }))).toBe(false);
});

test.each([
  ["I", true],
  ["T", false],
  ["E", false],
  [null, false],
])("a client whose status is %s is in no transaction: %s", (status, expected) => {
  const client = Object.assign({ query }, { getTransactionStatus: () => status });
  expect(isIdle(client)).toBe(expected);
});

test("a client that tells no status may be in a transaction", () => {
  expect(isIdle({ query })).toBe(false);
});
