import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { int32, int64, unit } from "@lutra/bin";
import { runnerFailure } from "@lutra-internal/testing";
import { programFromBytes, representationOf, typedProgram } from "@lutra/runner-core";
import { describe, expect, onTestFinished, test } from "vitest";
import { type DuckDbAdapter, DuckDbRunner, type QueryResult } from "../src/index.ts";
import { createDuckDbNodeAdapter, openDuckDb } from "../src/node.ts";
import { arrayTy, sqlProgram, std, unitTy } from "./support/make-program.ts";

const answer = typedProgram(sqlProgram("SELECT 42", std("Int32")), unit, int32);

/** Takes minutes. */
const endless = sqlProgram(
  "SELECT count(*) FROM range(100000000000) a, range(7) b WHERE a.range % 7 = b.range",
  std("Int64"),
);

async function open(): Promise<DuckDbRunner> {
  const runner = await openDuckDb();
  onTestFinished(() => runner.shutdown());
  return runner;
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe("programs", () => {
  test.each(["sqlPostgres", "bytecodeLt"] as const)("of kind %s are refused", async (kind) => {
    const runner = await open();
    const program = { kind, bytes: new Uint8Array([kind === "sqlPostgres" ? 0 : 2, 0, 0, 0, 0]) };
    await expect(runner.prepare(program)).rejects.toThrow(
      expect.objectContaining({
        code: "PREPARE_ERROR",
        message: expect.stringContaining(
          `sql-duckdb programs, and was given ${representationOf(kind)}`,
        ) as string,
      }),
    );
  });

  test("that are malformed are refused", async () => {
    const runner = await open();
    const program = programFromBytes(new Uint8Array([1, 255, 0, 0, 0]));
    await expect(runner.prepare(program)).rejects.toThrow(
      expect.objectContaining({ code: "PREPARE_ERROR" }),
    );
  });

  test("that DuckDB refuses fail with its message", async () => {
    const runner = await open();
    const program = typedProgram(sqlProgram("SELECT nothing", std("Int32")), unit, int32);
    await expect(runner.run(program, undefined)).rejects.toThrow(
      expect.objectContaining({
        code: "EXECUTION_ERROR",
        message: expect.stringContaining("duckdb: Binder Error: ") as string,
        cause: expect.any(Error) as Error,
      }),
    );
    expect(await runner.run(answer, undefined)).toBe(42);
  });

  test("that give nothing need no column", async () => {
    const runner = await open();
    const prepared = await runner.prepare(sqlProgram("SELECT ", unitTy));
    expect(await runner.execute(prepared, new Uint8Array(0))).toEqual(new Uint8Array(0));
  });

  test("are gone when they are released", async () => {
    const runner = await open();
    const prepared = await runner.prepare(answer.program);
    await runner.release(prepared);
    await runner.release(prepared);
    await expect(runner.execute(prepared, new Uint8Array(0))).rejects.toThrow(
      expect.objectContaining({ code: "PROGRAM_NOT_FOUND" }),
    );
  });

  test("see tables that changed since they were prepared", async () => {
    const runner = await open();
    const run = (sql: string): Promise<unknown> =>
      runner.run(typedProgram(sqlProgram(sql, unitTy), unit, unit), undefined);
    await run("CREATE TABLE t AS SELECT 1 AS a");
    const prepared = await runner.prepare(sqlProgram("SELECT a FROM t", std("Int64")));
    expect(int64.decode(await runner.execute(prepared, new Uint8Array(0)))).toBe(1n);
    await run("DROP TABLE t");
    await run("CREATE TABLE t AS SELECT 2::INT8 AS a");
    expect(int64.decode(await runner.execute(prepared, new Uint8Array(0)))).toBe(2n);
  });
});

test("statements run in the order of the calls", async () => {
  const runner = await open();
  const run = (sql: string): Promise<unknown> =>
    runner.run(typedProgram(sqlProgram(sql, unitTy), unit, unit), undefined);
  const inserts = Array.from({ length: 50 }, (_, i) => run(`INSERT INTO t VALUES (${i})`));
  await expect(Promise.allSettled(inserts)).resolves.toHaveLength(50);
  await run("CREATE TABLE t(i INT)");
  await Promise.all(Array.from({ length: 50 }, (_, i) => run(`INSERT INTO t VALUES (${i})`)));
  const rows = typedProgram(sqlProgram("SELECT i FROM t", arrayTy(std("Int32"))), unit, int32);
  const prepared = await runner.prepare(rows.program);
  const bytes = await runner.execute(prepared, new Uint8Array(0));
  const items = Array.from({ length: 50 }, (_, i) => int32.decode(bytes.subarray(8 + 4 * i)));
  expect(items).toEqual([...items.keys()]);
});

describe("abort", () => {
  test("interrupts a running statement, and the connection is right afterwards", async () => {
    const runner = await open();
    const prepared = await runner.prepare(endless);
    for (let round = 0; round < 5; round++) {
      const controller = new AbortController();
      const reason = new Error(`round ${round}`);
      const outcome = runner.execute(prepared, new Uint8Array(0), { signal: controller.signal });
      // From before the start to well into the statement.
      if (round > 0) await wait(round * round * 5);
      controller.abort(reason);
      const started = performance.now();
      await expect(outcome).rejects.toBe(reason);
      expect(performance.now() - started).toBeLessThan(2000);
      expect(await runner.run(answer, undefined)).toBe(42);
    }
  });

  test("ends only its own call", async () => {
    const runner = await open();
    const prepared = await runner.prepare(endless);
    const controller = new AbortController();
    const { signal } = controller;
    const running = runner.execute(prepared, new Uint8Array(0), { signal });
    const waiting = runner.run(answer, undefined);
    await wait(20);
    controller.abort();
    await expect(running).rejects.toBe(signal.reason);
    expect(await waiting).toBe(42);
  });

  test("of a waiting call rejects at once, and its statement never runs", async () => {
    const runner = await open();
    const first = new AbortController();
    const running = runner
      .execute(await runner.prepare(endless), new Uint8Array(0), { signal: first.signal })
      .catch(() => "ended");
    const second = new AbortController();
    const create = await runner.prepare(sqlProgram("CREATE TABLE never(i INT)", unitTy));
    const waiting = runner.execute(create, new Uint8Array(0), { signal: second.signal });
    second.abort();
    await expect(waiting).rejects.toBe(second.signal.reason);
    first.abort();
    expect(await running).toBe("ended");
    expect(await runner.getInterface()).toBe("");
  });

  test("before the call rejects without one", async () => {
    const runner = await open();
    const signal = AbortSignal.abort();
    await expect(runner.prepare(answer.program, { signal })).rejects.toBe(signal.reason);
    const prepared = await runner.prepare(answer.program);
    await expect(runner.execute(prepared, new Uint8Array(0), { signal })).rejects.toBe(
      signal.reason,
    );
  });
});

describe("shutdown", () => {
  test("settles running and waiting calls", async () => {
    const runner = await openDuckDb();
    const prepared = await runner.prepare(endless);
    const calls = [1, 2, 3].map(() => runner.execute(prepared, new Uint8Array(0)));
    const outcomes = calls.map((call) =>
      expect(call).rejects.toThrow(expect.objectContaining({ code: "CONNECTION_CLOSED" })),
    );
    await wait(20);
    await runner.shutdown();
    await Promise.all(outcomes);
    await runner.shutdown();
    await expect(runner.prepare(answer.program)).rejects.toThrow("the runner was shut down");
    await expect(runner.execute(prepared, new Uint8Array(0))).rejects.toThrow(
      expect.objectContaining({ code: "CONNECTION_CLOSED" }),
    );
    await expect(runner.getInterface()).rejects.toThrow("the runner was shut down");
  });

  test("gives the file of the database free", async () => {
    const folder = await mkdtemp(join(tmpdir(), "duckdb-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = join(folder, "data.db");
    for (let round = 0; round < 2; round++) {
      await using runner = await openDuckDb(file);
      const sql = "CREATE TABLE IF NOT EXISTS t(i INT)";
      await runner.run(typedProgram(sqlProgram(sql, unitTy), unit, unit), undefined);
      expect(await runner.run(answer, undefined)).toBe(42);
    }
    await rm(file);
    await expect(stat(file)).rejects.toThrow("ENOENT");
  });

  test("leaves a borrowed connection open", async () => {
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    onTestFinished(() => connection.disconnectSync());
    const runner = new DuckDbRunner(createDuckDbNodeAdapter(connection));
    expect(await runner.run(answer, undefined)).toBe(42);
    await runner.shutdown();
    expect((await connection.run("SELECT 1")).columnCount).toBe(1);
  });
});

/** Returns an adapter whose statements do one thing. */
function adapterOf(execute: () => Promise<QueryResult>): DuckDbAdapter {
  return { prepare: async () => ({ execute, close: async () => {} }) };
}

test("vectors are given back, also when they do not fit", async () => {
  let released = 0;
  const adapter = adapterOf(async () => ({ chunks: [], release: () => void released++ }));
  await expect(new DuckDbRunner(adapter).run(answer, undefined)).rejects.toThrow("expected 1 row");
  expect(released).toBe(1);
});

test("vectors that come after an abort are given back unread", async () => {
  let released = 0;
  const controller = new AbortController();
  const reason = new Error("changed my mind");
  const adapter = adapterOf(async () => {
    controller.abort(reason);
    return { chunks: [], release: () => void released++ };
  });
  const runner = new DuckDbRunner(adapter);
  const prepared = await runner.prepare(answer.program);
  const { signal } = controller;
  await expect(runner.execute(prepared, new Uint8Array(0), { signal })).rejects.toBe(reason);
  await runner.shutdown();
  expect(released).toBe(1);
});

test.each([
  [{}, "FROM people AS r0"],
  [{ optimize: true }, "FROM people AS r0"],
  [{ optimize: false }, "FROM (SELECT r0.id FROM people AS r0) AS r1"],
])(
  "with the options %j the database is given a program on a table as: %s",
  async (options, from) => {
    const program = typedProgram(
      sqlProgram("SELECT r1.id FROM (SELECT r0.id FROM people AS r0) AS r1", std("Int32")),
      unit,
      int32,
    );
    await using memory = await openDuckDb(":memory:", options);
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    const adapter = createDuckDbNodeAdapter(connection, { closeOnShutdown: true });
    await using own = new DuckDbRunner(adapter, options);
    // There is no such table: the database shows the SQL in which it is missing.
    for (const runner of [memory, own]) {
      const { message } = await runnerFailure(runner.run(program, undefined));
      expect(message).toMatch(/^duckdb: Catalog Error: Table with name people does not exist/);
      expect(message).toContain(`.id ${from}`);
    }
  },
);

test("externals name the kind of program and the modules", async () => {
  const runner = await open();
  expect(await runner.getExternals()).toEqual(["repr:sql-duckdb", "std::sql", "std::fs"]);
});
