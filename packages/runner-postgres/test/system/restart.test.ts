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

const input = new Uint8Array();
const integer = sqlTypes(unit, std("Int32"));

interface Opened {
  readonly adapter: PostgresAdapter;
  readonly end: () => Promise<unknown>;
}

function openPg(max: number): Opened {
  const { host, port, user, database } = server;
  const pool = new Pool({ host, port, user, database, max });
  pool.on("error", () => {});
  return { adapter: createPgAdapter(pool), end: () => pool.end() };
}

function openPostgres(max: number): Opened {
  const { host, port, user, database } = server;
  const sql = postgres({ host, port, user, database, max, backoff: false, onnotice: () => {} });
  return { adapter: createPostgresJsAdapter(sql), end: () => sql.end() };
}

describe.each(["fast", "immediate"] as const)(
  "a server that stops (%s) and starts again",
  (how) => {
    test.each([
      ["pg", openPg],
      ["postgres", openPostgres],
    ] as const)("ends what runs on a pool of %s, which works again", async (_, open) => {
      const { adapter, end } = open(2);
      const runner = new PostgresRunner(adapter);
      const slow = await runner.prepare(sqlProgram("select 1 from pg_sleep(300)", integer));
      const named = await runner.prepare(sqlProgram("select 7", integer));
      expect((await runner.execute(named, input))[0]).toBe(7);
      const running = runner.execute(slow, input);
      running.catch(() => {});
      await expect
        .poll(() =>
          adapter.query(
            "select 1 from pg_stat_activity where query = 'select 1 from pg_sleep(300)' and state = 'active'",
            [],
          ),
        )
        .toHaveLength(1);
      await server.halt(how);
      await expect(running).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
      await expect(runner.execute(named, input)).rejects.toMatchObject({
        code: "CONNECTION_CLOSED",
      });
      await server.resume();
      // A driver may notice at its next call only that an idle connection is no more.
      await Promise.allSettled([runner.execute(named, input), runner.execute(named, input)]);
      expect((await runner.execute(named, input))[0]).toBe(7);
      await end();
    });

    test("leaves a single client of pg without a connection, and says so", async () => {
      const { host, port, user, database } = server;
      const client = new Client({ host, port, user, database });
      client.on("error", () => {});
      await client.connect();
      const runner = new PostgresRunner(createPgAdapter(client));
      const program = await runner.prepare(sqlProgram("select 7", integer));
      expect((await runner.execute(program, input))[0]).toBe(7);
      await server.halt(how);
      await server.resume();
      await expect(runner.execute(program, input)).rejects.toMatchObject({
        code: "CONNECTION_CLOSED",
        message: expect.stringMatching(
          /^postgres: .*(?:connection|terminat|closed|ended)/i,
        ) as string,
      });
      await client.end();
    });
  },
);
