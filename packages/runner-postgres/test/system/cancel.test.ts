import { type PostgresServer, startPostgres } from "@lutra-internal/postgres-server";
import type { PreparedProgram } from "@lutra/runner-core";
import { Client, Pool } from "pg";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type PostgresAdapter, PostgresRunner } from "../../src/index.ts";
import { createPgAdapter } from "../../src/pg.ts";
import { createPostgresJsAdapter } from "../../src/postgres-js.ts";
import { sqlProgram, sqlTypes, std, unit } from "../support/types.ts";

let server: PostgresServer;
let watcher: Client;
let client: Client;
let pool: Pool;
let sql: Sql;

beforeAll(async () => {
  server = await startPostgres();
  const { host, port, user, database } = server;
  const config = { host, port, user, database };
  watcher = new Client(config);
  client = new Client(config);
  await Promise.all([watcher.connect(), client.connect()]);
  pool = new Pool({ ...config, max: 1 });
  // The server may stop before it has read that a connection ends.
  watcher.on("error", () => {});
  client.on("error", () => {});
  pool.on("error", () => {});
  sql = postgres({ ...config, max: 1 });
});

afterAll(async () => {
  await Promise.all([watcher.end(), client.end(), pool.end(), sql.end()]);
  await server.stop();
});

// A busy machine must not look like a lost network.
const patient = { cancelTimeoutMs: 10_000 };

const adapters: readonly (readonly [string, () => PostgresAdapter])[] = [
  ["a client of pg", () => createPgAdapter(client, patient)],
  ["a pool of pg", () => createPgAdapter(pool, patient)],
  ["postgres", () => createPostgresJsAdapter(sql, patient)],
];

const input = new Uint8Array();

async function prepare(runner: PostgresRunner, text: string): Promise<PreparedProgram> {
  return runner.prepare(sqlProgram(text, sqlTypes(unit, std("Int64"))));
}

async function sleeping(): Promise<number> {
  const { rows } = await watcher.query<{ n: number }>(
    "select count(*)::int4 as n from pg_stat_activity where state = 'active' and query like '%pg_sleep(30)%' and pid <> pg_backend_pid()",
  );
  return rows[0]?.n ?? -1;
}

async function untilSleeping(): Promise<void> {
  await expect.poll(sleeping, { interval: 5, timeout: 10_000 }).toBe(1);
}

describe.each(adapters)("on %s", (_, createAdapter) => {
  test("an aborted statement ends on the server, and the call with the reason of the signal", async () => {
    const runner = new PostgresRunner(createAdapter());
    const program = await prepare(runner, "select 1::int8 from pg_sleep(30)");
    const controller = new AbortController();
    const call = runner.execute(program, input, { signal: controller.signal });
    await untilSleeping();
    const reason = new Error("enough");
    const started = performance.now();
    controller.abort(reason);
    await expect(call).rejects.toBe(reason);
    // Long before the statement would have ended by itself; an idle machine never needs half a
    // second.
    expect(performance.now() - started).toBeLessThan(5000);
    expect(await sleeping()).toBe(0);
  });

  test("the connection is right after each of many cancelled statements", async () => {
    const runner = new PostgresRunner(createAdapter());
    const slow = await prepare(runner, "select 1::int8 from pg_sleep(0.002)");
    const next = await prepare(runner, "select 42::int8");
    let cancelled = 0;
    for (let round = 0; round < 1000; round++) {
      const controller = new AbortController();
      // From before it is sent to after it has ended.
      const timer = setTimeout(() => controller.abort(), round % 7);
      const call = runner.execute(slow, input, { signal: controller.signal });
      await call.catch((error: unknown) => {
        cancelled++;
        if (error !== controller.signal.reason) throw error;
      });
      clearTimeout(timer);
      const output = await runner.execute(next, input);
      if (output[0] !== 42) throw new Error(`round ${round}: ${output.join()}`);
    }
    expect(cancelled).toBeGreaterThan(20);
  });

  test("a call that is aborted before it begins sends nothing", async () => {
    const runner = new PostgresRunner(createAdapter());
    const program = await prepare(runner, "select 1::int8");
    const signal = AbortSignal.abort(new Error("never"));
    await expect(runner.execute(program, input, { signal })).rejects.toThrow("never");
  });

  test("a call that waits for the connection can be aborted, and leaves no trace", async () => {
    const runner = new PostgresRunner(createAdapter());
    const slow = await prepare(runner, "select 1::int8 from pg_sleep(0.2)");
    const next = await prepare(runner, "select 2::int8");
    const first = runner.execute(slow, input, { signal: new AbortController().signal });
    const controller = new AbortController();
    const waiting = runner.execute(next, input, { signal: controller.signal });
    setTimeout(() => controller.abort(new Error("enough")), 20);
    await expect(waiting).rejects.toThrow("enough");
    expect((await first)[0]).toBe(1);
    expect((await runner.execute(next, input))[0]).toBe(2);
  });
});

test("with onAbort ignore the call ends at once, and the statement runs on", async () => {
  const runner = new PostgresRunner(createPgAdapter(pool, { onAbort: "ignore" }));
  const program = await prepare(runner, "select 1::int8 from pg_sleep(30)");
  const controller = new AbortController();
  const call = runner.execute(program, input, { signal: controller.signal });
  await untilSleeping();
  controller.abort(new Error("enough"));
  await expect(call).rejects.toThrow("enough");
  expect(await sleeping()).toBe(1);
  await watcher.query(
    "select pg_cancel_backend(pid) from pg_stat_activity where query like '%pg_sleep(30)%' and pid <> pg_backend_pid()",
  );
});
