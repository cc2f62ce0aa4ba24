import {
  type PgBouncer,
  pgBouncerCommand,
  type PostgresServer,
  startPgBouncer,
  startPostgres,
} from "@lutra-internal/postgres-server";
import type { RunnerError } from "@lutra/runner-core";
import { Client, Pool } from "pg";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type PostgresAdapter, PostgresRunner } from "../../src/index.ts";
import { createPgAdapter } from "../../src/pg.ts";
import { createPostgresJsAdapter } from "../../src/postgres-js.ts";
import { type SessionEngine, testSessions } from "../support/sessions.ts";
import { sqlProgram, sqlTypes, unit } from "../support/types.ts";

const input = new Uint8Array();
let server: PostgresServer;
let admin: Client;
let client: Client;
let pool: Pool;
let sql: Sql;

beforeAll(async () => {
  server = await startPostgres({ max_prepared_transactions: "5" });
  const { host, port, user, database } = server;
  const address = { host, port, user, database };
  admin = new Client(address);
  client = new Client(address);
  for (const each of [admin, client]) {
    // The server may stop before it has read that a connection ends.
    each.on("error", () => {});
    await each.connect();
  }
  pool = new Pool({ ...address, max: 1 });
  pool.on("error", () => {});
  sql = postgres({ ...address, max: 1, onnotice: () => {} });
});

afterAll(async () => {
  await Promise.all([admin.end(), client.end(), pool.end(), sql.end()]);
  await server.stop();
});

function engineOf(adapter: PostgresAdapter): SessionEngine {
  return {
    adapter,
    execute: (script) => admin.query(script),
    count: async (table) => {
      const { rows } = await admin.query<{ n: number }>(`select count(*)::int4 as n from ${table}`);
      return rows[0]?.n ?? -1;
    },
  };
}

describe("a pool of pg", () => {
  testSessions(() => engineOf(createPgAdapter(pool)));

  test("closes a connection that does not come back, and goes on", async () => {
    await admin.query("create table copied (v int4)");
    const adapter = createPgAdapter(pool, { cancelTimeoutMs: 100 });
    await expect(adapter.query("copy copied from stdin", [])).rejects.toThrow("COPY");
    expect(pool.totalCount).toBe(0);
    expect(await adapter.query("select 1", [])).toEqual([["1"]]);
  });

  test("rolls back a transaction that a statement left open, and says so", async () => {
    const adapter = createPgAdapter(pool);
    await expect(adapter.query("begin", [])).rejects.toThrow("left a transaction open");
    expect(await adapter.query("select pg_current_xact_id_if_assigned()::text", [])).toEqual([
      [null],
    ]);
    expect(pool.totalCount).toBe(1);
  });

  test("goes on after a statement that lets the server end the connection", async () => {
    await admin.query(`create or replace function hurry() returns int4 language plpgsql as $$
      begin set idle_in_transaction_session_timeout = 1; perform pg_sleep(0.01); return 1; end $$`);
    const runner = new PostgresRunner(createPgAdapter(pool));
    for (const sql of ["select hurry()", "select pg_terminate_backend(pg_backend_pid())"]) {
      const program = sqlProgram(sql, sqlTypes(unit, unit));
      for (let i = 0; i < 5; i++) {
        // The server may be quicker, or the runner.
        const code = await runner.execute(await runner.prepare(program), input).then(
          () => "CONNECTION_CLOSED",
          (error: RunnerError) => error.code,
        );
        expect(code).toBe("CONNECTION_CLOSED");
        const rows = await createPgAdapter(pool).query(
          "select current_setting('idle_in_transaction_session_timeout')",
          [],
        );
        expect(rows).toEqual([["0"]]);
      }
    }
  });

  test("keeps what the owner of the pool set when it connected", async () => {
    const { host, port, user, database } = server;
    const own = new Pool({ host, port, user, database, max: 1 });
    own.on("connect", (each) => void each.query("set time zone 'Asia/Tokyo'"));
    const runner = new PostgresRunner(createPgAdapter(own));
    const program = sqlProgram("do 'begin set time zone ''UTC''; end'", sqlTypes(unit, unit));
    await runner.execute(await runner.prepare(program), input);
    const { rows } = await own.query("show time zone");
    expect(rows).toEqual([{ TimeZone: "Asia/Tokyo" }]);
    await own.end();
  });
});

describe("one client of pg", () => {
  testSessions(() => engineOf(createPgAdapter(client)));

  test("in a transaction of its owner keeps what programs do", async () => {
    const runner = new PostgresRunner(createPgAdapter(client));
    const program = sqlProgram("create temp table kept as select 1", sqlTypes(unit, unit));
    await client.query("begin");
    await runner.execute(await runner.prepare(program), input);
    const { rows } = await client.query("select count(*)::int4 as n from kept");
    await client.query("rollback");
    expect(rows).toEqual([{ n: 1 }]);
  });
});

describe("a pool of postgres.js", () => {
  testSessions(() => engineOf(createPostgresJsAdapter(sql)));

  test("a commit that fails is the statement's error, and the server warns of nothing", async () => {
    await admin.query("create table later (v int4 unique deferrable initially deferred)");
    const { host, port, user, database } = server;
    const notices: unknown[] = [];
    const onnotice = (notice: unknown): void => void notices.push(notice);
    const own = postgres({ host, port, user, database, max: 1, onnotice });
    const adapter = createPostgresJsAdapter(own);
    const options = { isIsolated: true };
    const twice = adapter.query("insert into later values (1), (1)", [], options);
    await expect(twice).rejects.toMatchObject({ code: "23505" });
    await adapter.query("insert into later values (2)", [], options);
    expect(await engineOf(adapter).count("later")).toBe(1);
    expect(notices).toEqual([]);
    await own.end();
  });
});

describe.runIf(pgBouncerCommand() !== undefined)("behind PgBouncer in transaction mode", () => {
  let pooler: PgBouncer;
  let pooled: Pool;
  let pooledSql: Sql;

  beforeAll(async () => {
    pooler = await startPgBouncer(server, { poolSize: 1 });
    const { host, port } = pooler;
    const address = { host, port, user: server.user, database: server.database, max: 2 };
    pooled = new Pool(address);
    pooled.on("error", () => {});
    pooledSql = postgres({ ...address, onnotice: () => {} });
  });

  afterAll(async () => {
    await Promise.all([pooled.end(), pooledSql.end()]);
    await pooler[Symbol.asyncDispose]();
  });

  describe("pg", () => {
    testSessions(() => engineOf(createPgAdapter(pooled, { prepare: false })), { rounds: 20 });
  });
  describe("postgres.js", () => {
    testSessions(() => engineOf(createPostgresJsAdapter(pooledSql, { prepare: false })), {
      rounds: 20,
    });
  });
});
