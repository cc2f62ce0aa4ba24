import { type PostgresServer, startPostgres } from "@lutra-internal/postgres-server";
import { Client, Pool } from "pg";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type PostgresAdapter, PostgresRunner } from "../../src/index.ts";
import { createPgAdapter } from "../../src/pg.ts";
import { createPostgresJsAdapter } from "../../src/postgres-js.ts";
import { sqlProgram, sqlTypes, std, unit } from "../support/types.ts";

let server: PostgresServer;

beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

interface Opened {
  readonly adapter: PostgresAdapter;
  readonly end: () => Promise<unknown>;
}

const closing = { closeOnShutdown: true };

const sources: readonly (readonly [string, () => Promise<Opened>])[] = [
  [
    "a client of pg",
    async () => {
      const { host, port, user, database } = server;
      const client = new Client({ host, port, user, database });
      client.on("error", () => {});
      await client.connect();
      return { adapter: createPgAdapter(client, closing), end: () => client.end() };
    },
  ],
  [
    "a pool of pg",
    async () => {
      const { host, port, user, database } = server;
      const pool = new Pool({ host, port, user, database });
      pool.on("error", () => {});
      return { adapter: createPgAdapter(pool, closing), end: () => pool.end() };
    },
  ],
  [
    "postgres",
    async () => {
      const { host, port, user, database } = server;
      const sql = postgres({ host, port, user, database });
      return { adapter: createPostgresJsAdapter(sql, closing), end: () => sql.end() };
    },
  ],
];

const input = new Uint8Array();
const slow = sqlProgram("select 7 from pg_sleep(0.3)", sqlTypes(unit, std("Int32")));

describe.each(sources)("while a statement runs on %s", (_, open) => {
  test("shutdown waits for it, then closes the connection", async () => {
    const { adapter } = await open();
    const runner = new PostgresRunner(adapter);
    const program = await runner.prepare(slow);
    const call = runner.execute(program, input);
    await runner.shutdown();
    expect((await call)[0]).toBe(7);
    await expect(adapter.query("select 1", [])).rejects.toThrow(/./);
  });

  test("closing the connection itself settles, and so does the call", async () => {
    const { adapter, end } = await open();
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
