import { int32, unit as unitCodec } from "@lutra/bin";
import type { RunnerError } from "@lutra/runner-core";
import { type PostgresServer, startPostgres } from "@lutra-internal/postgres-server";
import { failure, runnerFailure, until } from "@lutra-internal/testing";
import { Client, Pool } from "pg";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type PostgresAdapter, PostgresRunner } from "../../src/index.ts";
import { createPgAdapter } from "../../src/pg.ts";
import type { ServerAdapterOptions } from "../../src/server/options.ts";
import { createPostgresJsAdapter } from "../../src/postgres-js.ts";
import { sqlProgram, sqlTypes, std, unit } from "../support/types.ts";

let server: PostgresServer;
let watcher: Client;

beforeAll(async () => {
  server = await startPostgres();
  const { host, port, user, database } = server;
  watcher = new Client({ host, port, user, database });
  watcher.on("error", () => {});
  await watcher.connect();
});
afterAll(async () => {
  await watcher.end();
  await server.stop();
});

/** Counts the statements that run and contain a string. */
async function running(part: string): Promise<number> {
  const sql = `select count(*)::int4 as n from pg_stat_activity
    where state = 'active' and position($1 in query) > 0 and pid <> pg_backend_pid()`;
  const { rows } = await watcher.query<{ n: number }>(sql, [part]);
  return rows[0]?.n ?? -1;
}

const sleeping = (): Promise<number> => running("pg_sleep(600)");

interface Opened {
  readonly adapter: PostgresAdapter;
  readonly end: () => Promise<unknown>;
}

const sources: readonly (readonly [string, (options: ServerAdapterOptions) => Promise<Opened>])[] =
  [
    [
      "a client of pg",
      async (options) => {
        const { host, port, user, database } = server;
        const client = new Client({ host, port, user, database });
        client.on("error", () => {});
        await client.connect();
        return { adapter: createPgAdapter(client, options), end: () => client.end() };
      },
    ],
    [
      "a pool of pg",
      async (options) => {
        const { host, port, user, database } = server;
        const pool = new Pool({ host, port, user, database });
        pool.on("error", () => {});
        return { adapter: createPgAdapter(pool, options), end: () => pool.end() };
      },
    ],
    [
      "postgres",
      async (options) => {
        const { host, port, user, database } = server;
        const sql = postgres({ host, port, user, database });
        return { adapter: createPostgresJsAdapter(sql, options), end: () => sql.end() };
      },
    ],
  ];

const input = new Uint8Array();
const types = sqlTypes(unit, std("Int32"));
const slow = sqlProgram("select 7 from pg_sleep(0.3)", types);
const endless = sqlProgram("select 7 from pg_sleep(600)", types);
const typed = { program: endless, input: unitCodec, output: int32 };

describe.each(sources)("while a statement runs on %s", (_, open) => {
  test("shutdown ends it on the server, drops those that wait, then closes the connection", async () => {
    const { adapter } = await open({ closeOnShutdown: true });
    const runner = new PostgresRunner(adapter);
    const program = await runner.prepare(endless);
    // More than there are connections, with and without a signal.
    const calls = Array.from({ length: 24 }, async (_, i) => {
      const error = await failure(() =>
        runner.execute(program, input, i % 2 ? { signal: new AbortController().signal } : {}),
      );
      return (error as RunnerError).code;
    });
    calls.push(runnerFailure(() => runner.run(typed, undefined)).then(({ code }) => code));
    await until(async () => (await sleeping()) > 0);
    await runner.shutdown();
    expect(new Set(await Promise.all(calls))).toEqual(new Set(["CONNECTION_CLOSED"]));
    await until(async () => (await sleeping()) === 0);
    await expect(adapter.query("select 1", [])).rejects.toThrow(/./);
  });

  test("shutdown leaves connections of their owner usable, and other runners alone", async () => {
    const { adapter, end } = await open({ cancelTimeoutMs: 60_000 });
    const runner = new PostgresRunner(adapter);
    const other = new PostgresRunner(adapter);
    const call = runnerFailure(async () => runner.execute(await runner.prepare(endless), input));
    await until(async () => (await sleeping()) > 0);
    const waiting = other.execute(await other.prepare(slow), input);
    await runner.shutdown();
    expect((await call).code).toBe("CONNECTION_CLOSED");
    expect((await waiting)[0]).toBe(7);
    expect(await adapter.query("select 1", [])).toEqual([["1"]]);
    await end();
  });

  test("with onAbort ignore, shutdown waits for it", async () => {
    const { adapter, end } = await open({ onAbort: "ignore" });
    const runner = new PostgresRunner(adapter);
    const program = await runner.prepare(slow);
    await runner.execute(program, input);
    const call = runner.execute(program, input);
    await until(async () => (await running("pg_sleep(0.3)")) > 0);
    await runner.shutdown();
    expect((await call)[0]).toBe(7);
    await end();
  });

  test("closing the connection itself settles, and so does the call", async () => {
    const { adapter, end } = await open({ closeOnShutdown: true });
    const runner = new PostgresRunner(adapter);
    const program = await runner.prepare(slow);
    expect((await runner.execute(program, input))[0]).toBe(7);
    const call = runner.execute(program, input).then(
      (output) => output[0],
      (error: unknown) => (error as { code?: unknown }).code,
    );
    // A pool of pg (8) lends a connection a moment later, and forgets who waits for one when it is ended.
    await new Promise(setImmediate);
    await end();
    expect([7, "CONNECTION_CLOSED"]).toContain(await call);
  });
});
