import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { int32, int64, unit } from "@lutra/bin";
import { typedProgram } from "@lutra/runner-core";
import { expect, onTestFinished, test, vi } from "vitest";
import { Connection } from "../src/connection.ts";
import {
  type Argument,
  type DuckDbAdapter,
  DuckDbRunner,
  type DuckDbRunnerOptions,
} from "../src/index.ts";
import { createDuckDbNodeAdapter } from "../src/node.ts";
import { arrayTy, sqlProgram, std, tupleTy, typedSql, unitTy } from "./support/make-program.ts";

const nothing = new Uint8Array(0);

interface Watched {
  readonly runner: DuckDbRunner;
  /** SQL of the statements that are prepared and not closed. */
  readonly open: readonly string[];
  /** SQL of all statements that were ever prepared, and of all that were executed. */
  readonly prepared: readonly string[];
  readonly executed: readonly string[];
  /** Waited for before the database executes a statement and before it prepares one. */
  gate: { execute: Promise<void>; prepare: Promise<void> };
  readonly sql: (sql: string) => Promise<unknown>;
}

/** Creates a runner on a real database, whose adapter is watched and can be held up. */
async function watch(options?: DuckDbRunnerOptions): Promise<Watched> {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const node = createDuckDbNodeAdapter(connection, { closeOnShutdown: true });
  const open: string[] = [];
  const prepared: string[] = [];
  const executed: string[] = [];
  const free = Promise.resolve();
  const gate = { execute: free, prepare: free };
  const adapter: DuckDbAdapter = {
    ...node,
    prepare: async (sql) => {
      await gate.prepare;
      const statement = await node.prepare(sql);
      open.push(sql);
      prepared.push(sql);
      return {
        execute: async (args) => {
          executed.push(sql);
          await gate.execute;
          return statement.execute(args);
        },
        close: async () => {
          open.splice(open.indexOf(sql), 1);
          await statement.close();
        },
      };
    },
  };
  const runner = new DuckDbRunner(adapter, options);
  onTestFinished(() => runner.shutdown());
  return { runner, open, prepared, executed, gate, sql: (sql) => connection.run(sql) };
}

function makeGate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open!: () => void;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** Waits for all that the runner still has to do in its turns. */
async function settled(runner: DuckDbRunner): Promise<void> {
  await runner.run(typedProgram(sqlProgram("SELECT 0", std("Int32")), unit, int32), undefined);
}

test("a program's statement is prepared once, and closed when the program is released", async () => {
  const { runner, open, prepared } = await watch();
  const first = await runner.prepare(sqlProgram("SELECT 1", std("Int32")));
  const second = await runner.prepare(sqlProgram("SELECT 2", std("Int32")));
  expect(prepared).toEqual([]);
  for (let i = 0; i < 3; i++) {
    expect(int32.decode(await runner.execute(first, nothing))).toBe(1);
    expect(int32.decode(await runner.execute(second, nothing))).toBe(2);
  }
  expect(prepared).toEqual(["SELECT 1", "SELECT 2"]);
  const last = runner.execute(first, nothing);
  await runner.release(first);
  expect(int32.decode(await last)).toBe(1);
  await settled(runner);
  expect(open).not.toContain("SELECT 1");
  expect(open).toContain("SELECT 2");
  await runner.shutdown();
  expect(open).toEqual([]);
});

test("a statement that could not be ended has its rows not read", async () => {
  const instance = await (await DuckDBInstance.create(":memory:")).connect();
  const node = createDuckDbNodeAdapter(instance, { closeOnShutdown: true });
  const given = new AbortController();
  const adapter: DuckDbAdapter = {
    prepare: async (sql) => {
      const statement = await node.prepare(sql);
      return {
        execute: (args) => {
          given.abort(new Error("given up"));
          return statement.execute(args);
        },
        close: () => statement.close(),
      };
    },
    close: async () => node.close?.(),
  };
  const connection = new Connection(adapter, undefined);
  const read = vi.fn<() => number>();
  const call = connection.execute({ sql: "SELECT 1" }, () => [], read, given.signal);
  await expect(call).rejects.toThrow("given up");
  expect(
    await connection.execute(
      { sql: "SELECT 2" },
      () => [],
      () => 2,
    ),
  ).toBe(2);
  expect(read).not.toHaveBeenCalled();
  await connection.close();
});

test("calls of one program at the same time have their own arguments", async () => {
  const { runner } = await watch();
  const ty = tupleTy({ x: std("Int64"), text: std("Text") });
  const program = typedSql("SELECT $1::INT8, $2::TEXT", ty, ty);
  const prepared = await runner.prepare(program.program);
  const calls = Array.from({ length: 100 }, async (_, i) => {
    const value = { x: BigInt(i), text: "x".repeat(i) };
    const bytes = await runner.execute(prepared, program.input.encode(value));
    expect(program.output.decode(bytes)).toEqual(value);
  });
  await Promise.all(calls);
});

test("a program sees what tables are like when it is executed", async () => {
  const { runner, prepared, sql } = await watch();
  const program = sqlProgram(
    "SELECT a FROM t WHERE a::INT8 >= $1::INT8",
    std("Int64"),
    std("Int64"),
  );
  const handle = await runner.prepare(program);
  const read = async (): Promise<bigint> =>
    int64.decode(await runner.execute(handle, int64.encode(0n)));
  await expect(read()).rejects.toThrow("Table with name t does not exist");
  await sql("CREATE TABLE t AS SELECT 1::INT8 AS a");
  expect(await read()).toBe(1n);
  await sql("ALTER TABLE t ADD COLUMN b INT DEFAULT 7");
  await sql("ALTER TABLE t RENAME COLUMN a TO c");
  await expect(read()).rejects.toThrow("Binder Error");
  await sql("ALTER TABLE t RENAME COLUMN c TO a");
  expect(await read()).toBe(1n);
  await sql("ALTER TABLE t ALTER a TYPE VARCHAR");
  await expect(read()).rejects.toThrow("DuckDB has VARCHAR, but Lutra expects Int64");
  await sql("ALTER TABLE t ALTER a TYPE DECIMAL(18, 0)");
  expect(await read()).toBe(1n);
  await sql("ALTER TABLE t ALTER a TYPE DECIMAL(38, 0)");
  expect(await read()).toBe(1n);
  await sql("DROP TABLE t");
  await sql("CREATE TABLE t AS SELECT 'x' AS z, 2::INT8 AS a");
  expect(await read()).toBe(2n);
  await sql("CREATE OR REPLACE TABLE t AS SELECT [1, 2] AS b, 3::INT4 AS a");
  expect(await read()).toBe(3n);
  // Only what DuckDB refused was prepared anew.
  expect(prepared).toHaveLength(2);
});

test("a program sees what a file is like when it is executed", async () => {
  const { runner, sql } = await watch();
  const folder = await mkdtemp(join(tmpdir(), "duckdb-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "rows.parquet");
  for (const source of [`read_parquet('${file}')`, "people"]) {
    await sql(`COPY (SELECT 1::INT8 AS a) TO '${file}'`);
    await sql(`CREATE OR REPLACE VIEW people AS FROM read_parquet('${file}')`);
    const handle = await runner.prepare(sqlProgram(`SELECT max(a) FROM ${source}`, std("Int64")));
    const read = async (): Promise<bigint> => int64.decode(await runner.execute(handle, nothing));
    expect(await read()).toBe(1n);
    await sql(`COPY (FROM range(5000) r(a)) TO '${file}'`);
    expect(await read()).toBe(4999n);
    await sql(`COPY (SELECT 'x' AS a) TO '${file}'`);
    await expect(read()).rejects.toThrow("VARCHAR");
  }
});

// DuckDB counts the changes of databases whose tables it reads. When it sees these, the README need not tell of them.
test.each([
  ["a macro", "CREATE OR REPLACE MACRO thing() AS", "SELECT thing()"],
  ["a view without a table", "CREATE OR REPLACE VIEW thing AS SELECT", "FROM thing"],
  ["a variable", "SET VARIABLE thing =", "SELECT getvariable('thing')"],
])("%s that changed is seen by a program that is prepared again", async (_, define, read) => {
  const { runner, sql } = await watch();
  await sql(`${define} 1::INT8`);
  const program = sqlProgram(read, std("Int64"));
  const kept = await runner.prepare(program);
  expect(int64.decode(await runner.execute(kept, nothing))).toBe(1n);
  await sql(`${define} 2::INT8`);
  expect(int64.decode(await runner.execute(kept, nothing))).toBe(1n);
  const again = await runner.prepare(program);
  expect(int64.decode(await runner.execute(again, nothing))).toBe(2n);
});

test("a statement that failed is closed, and prepared anew by the next call", async () => {
  const { runner, open, prepared } = await watch();
  const handle = await runner.prepare(
    sqlProgram(
      "SELECT error('odd') WHERE $1::INT4 % 2 = 1 UNION ALL SELECT 0",
      std("Int32"),
      std("Int32"),
    ),
  );
  const run = (x: number): Promise<Uint8Array> => runner.execute(handle, int32.encode(x));
  await expect(run(1)).rejects.toThrow("odd");
  expect(open).toEqual([]);
  expect(int32.decode(await run(2))).toBe(0);
  expect(prepared).toHaveLength(2);
});

test("an aborted call rejects before its statement ends, and the next one waits for that", async () => {
  const { runner, gate } = await watch();
  const rows = typedSql("FROM range(3)", arrayTy(std("Int64")));
  for (const step of ["prepare", "execute"] as const) {
    const { opened, open } = makeGate();
    gate[step] = opened;
    const controller = new AbortController();
    const { signal } = controller;
    const prepared = await runner.prepare(rows.program);
    const running = runner.execute(prepared, nothing, { signal });
    const next = runner.run(rows, undefined);
    await new Promise((resolve) => setTimeout(resolve, 10));
    controller.abort(new Error(`during ${step}`));
    await expect(running).rejects.toThrow(`during ${step}`);
    expect(await Promise.race([next, Promise.resolve("waits")])).toBe("waits");
    gate[step] = Promise.resolve();
    open();
    expect(await next).toEqual([0n, 1n, 2n]);
    expect(rows.output.decode(await runner.execute(prepared, nothing))).toEqual([0n, 1n, 2n]);
  }
});

test("a statement whose call was aborted while it was prepared is not executed", async () => {
  const { runner, gate, executed } = await watch();
  const { opened, open } = makeGate();
  gate.prepare = opened;
  const controller = new AbortController();
  const { signal } = controller;
  const prepared = await runner.prepare(sqlProgram("SELECT 1", std("Int32")));
  const running = runner.execute(prepared, nothing, { signal });
  // It is this call's turn, which waits for the gate.
  await new Promise((resolve) => setTimeout(resolve, 10));
  controller.abort();
  await expect(running).rejects.toBe(signal.reason);
  open();
  await settled(runner);
  expect(executed).toEqual(["SELECT 0"]);
});

test("the folder of files is set before the first statement, and only then", async () => {
  const { runner, open, prepared } = await watch({ fileSearchPath: "/it's" });
  for (let i = 0; i < 2; i++) await settled(runner);
  expect(prepared).toEqual(["SET file_search_path = '/it''s'", "SELECT 0", "SELECT 0"]);
  expect(open).toEqual([]);
  const path = typedSql("SELECT current_setting('file_search_path')", std("Text"));
  expect(await runner.run(path, undefined)).toBe("/it's");
});

test("a shutdown settles calls at once, and ends when the database has", async () => {
  const { runner, gate, open } = await watch();
  const prepared = await runner.prepare(sqlProgram("SELECT 1", std("Int32")));
  await runner.execute(prepared, nothing);
  const { opened, open: openGate } = makeGate();
  gate.execute = opened;
  const running = runner.execute(prepared, nothing);
  await new Promise((resolve) => setTimeout(resolve, 10));
  const down = runner.shutdown();
  await expect(running).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
  expect(await Promise.race([down, Promise.resolve("waits")])).toBe("waits");
  openGate();
  await down;
  expect(open).toEqual([]);
});

test("a shutdown lets a statement end that cannot be interrupted, and says what came of it", async () => {
  const { opened, open } = makeGate();
  let isOpen = true;
  const adapter: DuckDbAdapter = {
    prepare: async () => ({
      execute: async () => {
        await opened;
        return { chunks: [], release: () => {} };
      },
      close: async () => {},
    }),
    close: async () => {
      isOpen = false;
    },
  };
  const runner = new DuckDbRunner(adapter);
  const run = typedSql("INSERT INTO t VALUES (1)", unitTy);
  const prepared = await runner.prepare(run.program);
  const running = runner.execute(prepared, nothing);
  const waiting = runner.execute(prepared, nothing);
  await Promise.resolve();
  const down = runner.shutdown();
  await expect(waiting).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
  expect(isOpen).toBe(true);
  open();
  expect(await running).toEqual(nothing);
  await down;
  expect(isOpen).toBe(false);
});

test("a statement without a result is kept too", async () => {
  const { runner, prepared, sql } = await watch();
  await sql("CREATE TABLE t(i INT)");
  const handle = await runner.prepare(
    sqlProgram("INSERT INTO t VALUES ($1::INT4)", unitTy, std("Int32")),
  );
  for (let i = 0; i < 3; i++) await runner.execute(handle, int32.encode(i));
  const rows = typedSql("SELECT i FROM t ORDER BY i", arrayTy(std("Int32")));
  expect(await runner.run(rows, undefined)).toEqual([0, 1, 2]);
  expect(prepared).toHaveLength(2);
});

test.each([
  ["the caller's", {}, "SELECT error('/srv/a.csv')", null, "/srv/a.csv"],
  ["the runner's own", { isInternal: true }, "SELECT error('/srv/a.csv')", null, "a.csv"],
  ["the caller's argument", { isInternal: true }, "SELECT error($1)", "/srv/a.csv", "/srv/a.csv"],
])("an error shows the paths that callers wrote: %s", async (_, kind, sql, path, shown) => {
  const database = await (await DuckDBInstance.create(":memory:")).connect();
  const node = createDuckDbNodeAdapter(database, { closeOnShutdown: true });
  const connection = new Connection(node, undefined);
  onTestFinished(() => connection.close());
  const args: readonly Argument[] = path === null ? [] : [{ type: "VARCHAR", value: path }];
  const call = connection.execute(
    { sql, ...kind },
    () => args,
    () => {},
  );
  await expect(call).rejects.toThrow(`Error: ${shown}`);
});
