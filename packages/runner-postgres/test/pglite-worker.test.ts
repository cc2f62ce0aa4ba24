import { PGlite } from "@electric-sql/pglite";
import { PGliteWorker, worker } from "@electric-sql/pglite/worker";
import { createDataFolder } from "@lutra-internal/testing/pglite";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { PostgresRunner } from "../src/index.ts";
import { createPgliteAdapter } from "../src/pglite.ts";
import { sqlProgram, sqlTypes, std, unit } from "./support/types.ts";

const input = new Uint8Array();
let database: PGliteWorker;
let inside: PGlite;
let removeData: () => Promise<void>;

// The worker of PGlite on this thread: what it asks of a page, and its messages are copied as between threads.
beforeAll(async () => {
  const data = await createDataFolder();
  removeData = data.remove;
  const { port1: page, port2: scope } = new MessageChannel();
  vi.stubGlobal("postMessage", (message: unknown) => scope.postMessage(message));
  vi.stubGlobal("addEventListener", scope.addEventListener.bind(scope));
  scope.start();
  page.start();
  vi.stubGlobal("navigator", { locks: { request: createLocks() } });
  void worker({ init: async () => (inside = await PGlite.create(data.folder)) });
  const thread = Object.assign(page, { terminate: () => page.close() });
  database = await PGliteWorker.create(thread as unknown as Worker);
});

afterAll(async () => {
  await database.close();
  await inside.close();
  await removeData();
  vi.unstubAllGlobals();
});

/** Creates web locks within one thread: a name belongs to one function at a time. */
function createLocks(): (name: string, work: () => Promise<unknown>) => Promise<unknown> {
  const last = new Map<string, Promise<unknown>>();
  return (name, work) => {
    const result = (last.get(name) ?? Promise.resolve()).then(work);
    last.set(
      name,
      result.catch(() => {}),
    );
    return result;
  };
}

describe("a worker of PGlite", () => {
  test("returns rows, with a U+FEFF at their beginning", async () => {
    const rows = await createPgliteAdapter(database).query(
      "select '\uFEFFa', null, '', $1::text from generate_series(1, 2)",
      ["ž"],
    );
    expect(rows).toEqual(Array.from({ length: 2 }, () => ["\uFEFFa", null, "", "ž"]));
  });

  test.each([
    ["select 1 / 0", "postgres: 22012 division by zero"],
    ["select nothing", '42703 column "nothing" does not exist'],
    [
      "do 'begin create temp table t (v int4); end'",
      "2F003 the statement left the temporary table",
    ],
    ["do 'begin raise exception ''own''; end'", "P0001 own"],
  ])("tells the SQLSTATE of an error: %s", async (sql, message) => {
    const program = sqlProgram(sql, sqlTypes(unit, std("Int32")));
    const runner = new PostgresRunner(createPgliteAdapter(database));
    await expect(runner.execute(await runner.prepare(program), input)).rejects.toMatchObject({
      code: "EXECUTION_ERROR",
      message: expect.stringContaining(message) as string,
    });
  });
});
