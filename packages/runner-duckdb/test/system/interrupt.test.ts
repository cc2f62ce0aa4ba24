import { setImmediate as immediate, setTimeout as wait } from "node:timers/promises";
import { int32, unit } from "@lutra/bin";
import { typedProgram } from "@lutra/runner-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DuckDbRunner } from "../../src/index.ts";
import { openDuckDb } from "../../src/node.ts";
import { sqlProgram, std } from "../support/make-program.ts";

const answer = typedProgram(sqlProgram("SELECT 42", std("Int32")), unit, int32);

/** Statements of seconds to minutes, by what DuckDB does in them. */
const statements = {
  "a scan": "SELECT count(*) FROM range(100000000000) r",
  "a join": "SELECT count(*) FROM range(100000000000) a, range(7) b WHERE a.range % 7 = b.range",
  "a hash table": "SELECT count(DISTINCT range) FROM range(3000000000)",
  // The engine looks away while it puts the list together; then comes a scan, so that no machine is quick enough.
  "one large list":
    "WITH list AS MATERIALIZED (SELECT len(list(range)) AS n FROM range(60000000)) " +
    "SELECT count(*) FROM range(100000000000) r, list WHERE r.range <> n",
};

let runner: DuckDbRunner;

beforeAll(async () => {
  runner = await openDuckDb();
});

afterAll(() => runner.shutdown());

describe.each(Object.entries(statements))("%s", (_, sql) => {
  test.each([20, 700, 1400])("is given up after %i ms, and the runner is right", async (ms) => {
    const prepared = await runner.prepare(sqlProgram(sql, std("Int64")));
    for (let round = 0; round < 2; round++) {
      const controller = new AbortController();
      const { signal } = controller;
      const call = runner.execute(prepared, new Uint8Array(0), { signal });
      const outcome = call.catch((error: unknown) => error);
      await wait(ms);
      controller.abort();
      // Before anything that DuckDB's threads have to say could be heard.
      expect(await Promise.race([outcome, immediate("waits")])).toBe(signal.reason);
      expect(await runner.run(answer, undefined)).toBe(42);
    }
    await runner.release(prepared);
  });
});

test("a shutdown in the middle of a statement ends the call, then the database", async () => {
  const own = await openDuckDb();
  const prepared = await own.prepare(sqlProgram(statements["one large list"], std("Int64")));
  const call = own.execute(prepared, new Uint8Array(0));
  await wait(700);
  const failure = call.catch((error: unknown) => error);
  const down = own.shutdown();
  expect(await failure).toMatchObject({ code: "CONNECTION_CLOSED" });
  await down;
});
