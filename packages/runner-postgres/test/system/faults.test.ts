import { type PostgresServer, startPostgres } from "@lutra-internal/postgres-server";
import type { PreparedProgram } from "@lutra/runner-core";
import { Client, Pool } from "pg";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type PostgresAdapter, PostgresRunner } from "../../src/index.ts";
import { createPgAdapter } from "../../src/pg.ts";
import { createPostgresJsAdapter } from "../../src/postgres-js.ts";
import { type Proxy, startProxy } from "../support/proxy.ts";
import { sqlProgram, sqlTypes, std, unit } from "../support/types.ts";

const input = new Uint8Array();
let server: PostgresServer;
let admin: Client;
let proxy: Proxy;
let pool: Pool;

beforeAll(async () => {
  server = await startPostgres();
  const { host, port, user, database } = server;
  admin = new Client({ host, port, user, database });
  // The server may stop before it has read that a connection ends.
  admin.on("error", () => {});
  await admin.connect();
});

afterAll(async () => {
  await admin.end();
  await server.stop();
});

beforeEach(async () => {
  proxy = await startProxy(server.port);
  const { host, user, database } = server;
  pool = new Pool({ host, port: proxy.port, user, database, max: 2 });
  pool.on("error", () => {});
});

afterEach(async () => {
  await proxy[Symbol.asyncDispose]();
  await pool.end();
  await admin.query(`select pg_terminate_backend(pid) from ${others}`);
  await vi.waitUntil(async () => (await count(others)) === 0);
});

async function prepare(runner: PostgresRunner, text: string): Promise<PreparedProgram> {
  return runner.prepare(sqlProgram(text, sqlTypes(unit, std("Int32"))));
}

async function count(query: string): Promise<number> {
  const { rows } = await admin.query<{ n: number }>(`select count(*)::int4 as n from ${query}`);
  return rows[0]?.n ?? -1;
}

const others = "pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()";

async function untilSleeping(): Promise<void> {
  await expect
    .poll(() => count(`${others} and state = 'active' and query like '%pg_sleep(30)%'`))
    .toBe(1);
}

const faults: readonly (readonly [string, () => unknown])[] = [
  [
    "the backend is terminated",
    () => admin.query(`select pg_terminate_backend(pid) from ${others}`),
  ],
  ["the connection is reset", () => proxy.reset()],
  ["the connection is half closed", () => proxy.halfClose()],
];

describe.each(faults)("when %s", (_, fault) => {
  test("the call ends, and the pool goes on with another connection", async () => {
    const runner = new PostgresRunner(createPgAdapter(pool));
    const slow = await prepare(runner, "select 1 from pg_sleep(30)");
    const call = runner.execute(slow, input);
    call.catch(() => {});
    await untilSleeping();
    await fault();
    await expect(call).rejects.toMatchObject({ name: "RunnerError", code: "CONNECTION_CLOSED" });
    expect((await runner.execute(await prepare(runner, "select 7"), input))[0]).toBe(7);
    expect(pool.totalCount).toBe(1);
    expect(pool.idleCount).toBe(1);
  });
});

describe.each(faults)("when %s, with a signal", (_, fault) => {
  test("the call ends, and postgres goes on with another connection", async () => {
    const { host, user, database } = server;
    const sql = postgres({ host, port: proxy.port, user, database, max: 1, backoff: false });
    const runner = new PostgresRunner(createPostgresJsAdapter(sql));
    const slow = await prepare(runner, "select 1 from pg_sleep(30)");
    const { signal } = new AbortController();
    const call = runner.execute(slow, input, { signal });
    call.catch(() => {});
    await untilSleeping();
    await fault();
    await expect(call).rejects.toMatchObject({ name: "RunnerError", code: "CONNECTION_CLOSED" });
    const next = await prepare(runner, "select 7");
    // The driver may notice at the next call only that a terminated connection is no more.
    await runner.execute(next, input, { signal }).catch(() => {});
    expect((await runner.execute(next, input, { signal }))[0]).toBe(7);
    expect((await runner.execute(next, input))[0]).toBe(7);
    await sql.end();
  });
});

test("a network that swallows everything holds an aborted call no longer than the timeout", async () => {
  const runner = new PostgresRunner(createPgAdapter(pool, { cancelTimeoutMs: 200 }));
  const slow = await prepare(runner, "select 1 from pg_sleep(30)");
  const controller = new AbortController();
  const call = runner.execute(slow, input, { signal: controller.signal });
  call.catch(() => {});
  await untilSleeping();
  proxy.blackhole();
  const started = performance.now();
  controller.abort(new Error("enough"));
  await expect(call).rejects.toThrow("enough");
  expect(performance.now() - started).toBeLessThan(1200);
  // The connection is not used again.
  expect(pool.totalCount).toBe(0);
});

test("such a network holds a call without a signal no longer than the query_timeout of pg", async () => {
  const { host, user, database } = server;
  const bounded = new Pool({
    host,
    port: proxy.port,
    user,
    database,
    max: 1,
    query_timeout: 500,
    connectionTimeoutMillis: 10_000,
  });
  bounded.on("error", () => {});
  const runner = new PostgresRunner(createPgAdapter(bounded));
  const program = await prepare(runner, "select 5");
  expect((await runner.execute(program, input))[0]).toBe(5);
  proxy.blackhole();
  await expect(runner.execute(program, input)).rejects.toMatchObject({
    code: "CONNECTION_CLOSED",
    message: "postgres: Query read timeout",
  });
  expect(bounded.totalCount).toBe(0);
  await bounded.end();
});

test("such a network holds a call on postgres no longer than its signal and the timeout", async () => {
  const { host, user, database } = server;
  const sql = postgres({ host, port: proxy.port, user, database, max: 1 });
  const runner = new PostgresRunner(createPostgresJsAdapter(sql, { cancelTimeoutMs: 200 }));
  const program = await prepare(runner, "select 5");
  expect((await runner.execute(program, input))[0]).toBe(5);
  proxy.blackhole();
  const call = runner.execute(program, input, { signal: AbortSignal.timeout(300) });
  await expect(call).rejects.toMatchObject({ name: "TimeoutError" });
  await sql.end({ timeout: 0 });
});

test("a session that only reads answers programs that read, and refuses to write, also after a failover", async () => {
  await admin.query("drop table if exists counted; create table counted (v int4)");
  const { host, port, user, database } = server;
  const options = "-c default_transaction_read_only=on";
  await using other = await startPostgres();
  const standby = new Client({ host, port: other.port, user, database });
  await standby.connect();
  await standby.query("create table counted (v int4)");
  await standby.end();
  const reading = new Pool({ host, port: proxy.port, user, database, options, max: 1 });
  reading.on("error", () => {});
  const runner = new PostgresRunner(createPgAdapter(reading));
  const read = await prepare(runner, "select count(*)::int4 from counted");
  const types = sqlTypes(unit, unit);
  const insert = await runner.prepare(sqlProgram("insert into counted select 1", types));
  for (const next of [other.port, port]) {
    expect((await runner.execute(read, input))[0]).toBe(0);
    await expect(runner.execute(insert, input)).rejects.toMatchObject({
      code: "EXECUTION_ERROR",
      message: "postgres: 25006 cannot execute INSERT in a read-only transaction",
    });
    expect((await runner.execute(read, input))[0]).toBe(0);
    proxy.setTarget(next);
    proxy.reset();
    // The pool may not have read yet that its connection is gone.
    await runner.execute(read, input).catch(() => {});
  }
  await reading.end();
});

test("a slow network delays the answers and the cancelling, and mixes nothing up", async () => {
  const runner = new PostgresRunner(createPgAdapter(pool));
  const program = await prepare(runner, "select 5");
  const slow = await prepare(runner, "select 1 from pg_sleep(30)");
  await runner.execute(program, input);
  proxy.setDelay(30);
  for (const delayMs of [0, 20, 40, 60, 80]) {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error("enough")), delayMs);
    const call = runner.execute(slow, input, { signal: controller.signal });
    await expect(call).rejects.toThrow("enough");
    expect((await runner.execute(program, input))[0]).toBe(5);
  }
});

test("answers that come in pieces of a few bytes are put together", async () => {
  const runner = new PostgresRunner(createPgAdapter(pool));
  proxy.slice();
  const sql = "select sum(length(repeat('é', n)))::int4 from generate_series(1, 200) n";
  expect(
    new DataView((await runner.execute(await prepare(runner, sql), input)).buffer).getInt32(
      0,
      true,
    ),
  ).toBe(20_100);
});

test("when another server takes over, calls end, and later ones reach it", async () => {
  await using other = await startPostgres();
  const runner = new PostgresRunner(createPgAdapter(pool));
  const port = await prepare(runner, "select current_setting('port')::int4");
  const portOf = async (): Promise<number> =>
    new DataView((await runner.execute(port, input)).buffer).getInt32(0, true);
  expect(await portOf()).toBe(server.port);
  const call = runner.execute(await prepare(runner, "select 1 from pg_sleep(30)"), input);
  call.catch(() => {});
  await untilSleeping();
  proxy.setTarget(other.port);
  proxy.reset();
  await expect(call).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
  expect(await portOf()).toBe(other.port);
});

describe.each([
  ["without a signal", false],
  ["with signals", true],
])("calls at the same time on postgres, %s", (_, withSignals) => {
  const options = (): { signal?: AbortSignal } =>
    withSignals ? { signal: new AbortController().signal } : {};

  test.each([1, 4])("all come back after DDL, on a pool of %i", async (max) => {
    const { host, port, user, database } = server;
    const sql = postgres({ host, port, user, database, max, onnotice: () => {} });
    const runner = new PostgresRunner(createPostgresJsAdapter(sql));
    await admin.query(
      "drop table if exists changing; create table changing (v int2); insert into changing values (3)",
    );
    // A parameter, because the driver describes such statements before it executes them.
    const types = sqlTypes(std("Int32"), std("Int32"));
    const program = await runner.prepare(sqlProgram("select v + $1::int4 from changing", types));
    const burst = async (): Promise<number[]> => {
      const calls = Array.from({ length: 40 }, (__, i) =>
        runner.execute(program, Uint8Array.of(i, 0, 0, 0), options()),
      );
      return (await Promise.all(calls)).map((output) => (output[0] ?? 0) - 3);
    };
    const expected = Array.from({ length: 40 }, (__, i) => i);
    expect(await burst()).toEqual(expected);
    await admin.query("alter table changing alter v type int4");
    expect(await burst()).toEqual(expected);
    await sql.end();
  });

  test.each(faults)("come back when %s", async (__, fault) => {
    const { host, user, database } = server;
    const sql = postgres({ host, port: proxy.port, user, database, max: 1, backoff: false });
    const runner = new PostgresRunner(createPostgresJsAdapter(sql));
    const slow = await prepare(runner, "select 1 from pg_sleep(30)");
    const next = await prepare(runner, "select 7");
    const first = runner.execute(slow, input, options());
    first.catch(() => {});
    await untilSleeping();
    const waiting = Array.from({ length: 6 }, () => runner.execute(next, input, options()));
    const settled = Promise.allSettled([first, ...waiting]);
    await fault();
    const [lost, ...others] = await settled;
    expect(lost?.status).toBe("rejected");
    // The next one may be sent before the driver sees the end.
    expect(others.filter(({ status }) => status === "fulfilled").length).toBeGreaterThanOrEqual(5);
    await sql.end();
  });
});

test("a server that is not there is an error of the connection", async () => {
  const away = new Pool({ host: "127.0.0.1", port: 1, user: "postgres", max: 1 });
  const runner = new PostgresRunner(createPgAdapter(away));
  const program = await prepare(runner, "select 5");
  await expect(runner.execute(program, input)).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
  await away.end();
});

describe("a prepared statement that the server cannot use any more", () => {
  const kinds: readonly (readonly [
    string,
    () => Promise<[PostgresAdapter, () => Promise<void>]>,
  ])[] = [
    [
      "pg",
      async () => {
        const { host, port, user, database } = server;
        const client = new Client({ host, port, user, database });
        await client.connect();
        return [createPgAdapter(client), () => client.end()];
      },
    ],
    [
      "postgres",
      async () => {
        const { host, port, user, database } = server;
        const sql = postgres({ host, port, user, database, max: 1 });
        return [createPostgresJsAdapter(sql), () => sql.end()];
      },
    ],
  ];

  test.each(kinds)("is prepared again by %s, after DEALLOCATE and after DDL", async (_, open) => {
    const [adapter, close] = await open();
    const runner = new PostgresRunner(adapter);
    await adapter.query("drop table if exists changing", []);
    await adapter.query("create table changing (v int2)", []);
    await adapter.query("insert into changing values (3)", []);
    const program = await prepare(runner, "select v from changing");
    expect((await runner.execute(program, input))[0]).toBe(3);
    await adapter.query("alter table changing alter v type int4", []);
    expect((await runner.execute(program, input))[0]).toBe(3);
    await adapter.query("deallocate all", []);
    expect((await runner.execute(program, input))[0]).toBe(3);
    await adapter.query("discard all", []);
    expect((await runner.execute(program, input))[0]).toBe(3);
    await close();
  });

  test("fails inside a transaction, and never runs outside of it", async () => {
    const { host, port, user, database } = server;
    const client = new Client({ host, port, user, database });
    client.on("error", () => {});
    await client.connect();
    const runner = new PostgresRunner(createPgAdapter(client));
    await client.query("drop table if exists counted; create table counted (v int4)");
    const insert = await runner.prepare(
      sqlProgram("insert into counted select 1", sqlTypes(unit, unit)),
    );
    await runner.execute(insert, input);
    await client.query("begin");
    await client.query("deallocate all");
    const call = runner.execute(insert, input);
    // Queued by the caller before the answer is there.
    const rollback = client.query("rollback");
    await expect(call).rejects.toMatchObject({
      code: "EXECUTION_ERROR",
      message: expect.stringMatching(/^postgres: 26000 /) as string,
    });
    await rollback;
    expect(await count("counted")).toBe(1);
    await runner.execute(insert, input);
    expect(await count("counted")).toBe(2);
    await client.end();
  });
});

describe("a transaction of the caller", () => {
  test("takes what the runner does with it", async () => {
    const { host, port, user, database } = server;
    const client = new Client({ host, port, user, database });
    client.on("error", () => {});
    await client.connect();
    const runner = new PostgresRunner(createPgAdapter(client));
    await client.query("drop table if exists counted; create table counted (v int4)");
    const insert = await runner.prepare(
      sqlProgram("insert into counted select 1", sqlTypes(unit, unit)),
    );
    await client.query("begin");
    await runner.execute(insert, input);
    expect(await count("counted")).toBe(0);
    await client.query("rollback");
    expect(await count("counted")).toBe(0);
    await runner.shutdown();
    // The connection is the caller's, also after the runner.
    expect((await client.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
    await client.end();
  });

  test("of postgres too", async () => {
    const { host, port, user, database } = server;
    const sql = postgres({ host, port, user, database, max: 2, onnotice: () => {} });
    await sql.unsafe("drop table if exists counted; create table counted (v int4)").simple();
    const failed = sql.begin(async (transaction) => {
      const runner = new PostgresRunner(createPostgresJsAdapter(transaction));
      const types = sqlTypes(unit, unit);
      await runner.execute(
        await runner.prepare(sqlProgram("insert into counted select 1", types)),
        input,
        { signal: new AbortController().signal },
      );
      throw new Error("undone");
    });
    await expect(failed).rejects.toThrow("undone");
    expect(await count("counted")).toBe(0);
    await sql.end();
  });

  test("that the server ends for being idle is an error, and what follows runs in none", async () => {
    const { host, port, user, database } = server;
    const client = new Client({ host, port, user, database });
    client.on("error", () => {});
    await client.connect();
    const runner = new PostgresRunner(createPgAdapter(client));
    await client.query("set idle_in_transaction_session_timeout = 50");
    await client.query("begin");
    const program = await prepare(runner, "select 1");
    await new Promise((resolve) => {
      client.once("end", () => resolve(undefined));
    });
    await expect(runner.execute(program, input)).rejects.toMatchObject({
      code: "CONNECTION_CLOSED",
    });
  });
});

test("statements that were deallocated make room for others", async () => {
  const { host, port, user, database } = server;
  const client = new Client({ host, port, user, database });
  await client.connect();
  const adapter = createPgAdapter(client, { maxPreparedStatements: 2 });
  const runner = new PostgresRunner(adapter);
  const programs = [await prepare(runner, "select 1"), await prepare(runner, "select 2")];
  for (let i = 0; i < 20; i++) {
    for (const program of programs) await runner.execute(program, input);
    const { rows } = await client.query("select from pg_prepared_statements");
    expect(rows).toHaveLength(2);
    await client.query("deallocate all");
  }
  const { connection } = client as unknown as { connection: { parsedStatements: object } };
  expect(Object.keys(connection.parsedStatements).length).toBeLessThan(5);
  await client.end();
});

test("connections keep no more prepared statements than allowed", async () => {
  const { host, port, user, database } = server;
  const client = new Client({ host, port, user, database });
  await client.connect();
  const runner = new PostgresRunner(createPgAdapter(client, { maxPreparedStatements: 3 }));
  for (let i = 0; i < 6; i++) {
    const program = await prepare(runner, `select ${i}`);
    expect((await runner.execute(program, input))[0]).toBe(i);
    expect((await runner.execute(program, input))[0]).toBe(i);
  }
  const { rows } = await client.query("select name from pg_prepared_statements");
  expect(rows).toHaveLength(3);
  await client.end();
});
