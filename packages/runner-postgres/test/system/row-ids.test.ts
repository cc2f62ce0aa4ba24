import { type PostgresServer, startPostgres } from "@lutra-internal/postgres-server";
import { Client, Pool } from "pg";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PostgresRunner } from "../../src/index.ts";
import { createPgAdapter } from "../../src/pg.ts";
import { createPostgresJsAdapter } from "../../src/postgres-js.ts";
import { deletion, testRowIds, update } from "../support/row-ids.ts";

const input = new Uint8Array();
let server: PostgresServer;
let shard: PostgresServer;
let client: Client;
let other: Client;
let sql: Sql;

beforeAll(async () => {
  [server, shard] = await Promise.all([startPostgres(), startPostgres()]);
  const { host, port, user, database } = server;
  client = new Client({ host, port, user, database });
  other = new Client({ host, port, user, database });
  for (const each of [client, other]) {
    // The server may stop before it has read that a connection ends.
    each.on("error", () => {});
    await each.connect();
  }
  sql = postgres({ host, port, user, database, max: 1, onnotice: () => {} });
});

afterAll(async () => {
  await Promise.all([client.end(), other.end(), sql.end()]);
  await Promise.all([server.stop(), shard.stop()]);
});

describe("pg", () => {
  testRowIds(() => ({
    adapter: createPgAdapter(client),
    execute: (script) => client.query(script),
  }));
});

describe("postgres.js", () => {
  testRowIds(() => ({
    adapter: createPostgresJsAdapter(sql),
    execute: (script) => sql.unsafe(script).simple(),
  }));
});

describe("a table that changes between the snapshot of a transaction and the statement", () => {
  test.each(["read committed", "repeatable read", "serializable"])("%s", async (level) => {
    await other.query(`drop schema if exists layouts cascade; create schema layouts;
      set search_path = layouts; create table t (id int4, v int4); create table old (id int4, v int4);
      insert into t select i, 0 from generate_series(1, 40) i;
      insert into old select i + 50, 0 from generate_series(1, 40) i`);
    await client.query("set search_path = layouts");
    const runner = new PostgresRunner(createPgAdapter(client));
    const programs = [];
    for (const make of [deletion, update]) {
      programs.push(await runner.prepare(make("t", "r1._0 in (57, 67)")));
    }
    for (const program of programs) {
      await other.query("alter table old no inherit t").catch(() => {});
      await client.query(`begin isolation level ${level}; select * from t`);
      await other.query("alter table old inherit t");
      await expect(runner.execute(program, input)).rejects.toMatchObject({
        code: "EXECUTION_ERROR",
        message: expect.stringMatching(/^t has rows in other tables/) as string,
      });
      await client.query("rollback");
    }
  });
});

describe("partitions on two servers", () => {
  beforeAll(async () => {
    const remote = new Client({ ...address(shard) });
    await remote.connect();
    await remote.query("create table far (id int4, v int4)");
    await remote.end();
    await client.query(`drop schema if exists layouts cascade; create schema layouts; set search_path = layouts, public;
      create extension postgres_fdw;
      create server shard foreign data wrapper postgres_fdw options (host '${shard.host}', port '${shard.port}', dbname '${shard.database}');
      create user mapping for current_user server shard options (user '${shard.user}');
      create table t (id int4, v int4) partition by range (id);
      create table near partition of t for values from (0) to (20);
      create foreign table far partition of t for values from (20) to (90) server shard options (schema_name 'public');
      create table parent (id int4, v int4); insert into parent select i, 0 from generate_series(1, 40) i;
      insert into t select i, 0 from generate_series(1, 40) i`);
  });

  test.each([
    ["t", "a partitioned table"],
    ["far", "a foreign table"],
  ])("%s is refused", async (table, kind) => {
    const runner = new PostgresRunner(createPgAdapter(client));
    for (const make of [deletion, update]) {
      await expect(runner.prepare(make(table, "r1._0 = 7"))).rejects.toMatchObject({
        code: "PREPARE_ERROR",
        message: expect.stringContaining(`${table} is ${kind}, and `) as string,
      });
    }
  });

  test("they are described, and the schema of an extension is not", async () => {
    await client.query(
      "create schema owned; create table owned.t (id int4); alter extension postgres_fdw add schema owned",
    );
    const source = await new PostgresRunner(createPgAdapter(client)).getInterface();
    for (const table of ["t", "near", "far"]) {
      expect(source).toContain(`std::sql::from("layouts/${table}")`);
    }
    expect(source).not.toContain("owned");
    await client.query("alter extension postgres_fdw drop schema owned; drop schema owned cascade");
  });

  test("the partition of this server is changed", async () => {
    const runner = new PostgresRunner(createPgAdapter(client));
    await runner.execute(await runner.prepare(deletion("near", "r1._0 = 7")), input);
    const { rows } = await client.query("select count(*)::int4 as n from t");
    expect(rows).toEqual([{ n: 39 }]);
  });

  test("a foreign table that inherits later is not hit", async () => {
    const runner = new PostgresRunner(createPgAdapter(client));
    const program = await runner.prepare(deletion("parent", "r1._0 > 30"));
    await client.query(
      "alter table t detach partition far; alter foreign table far inherit parent",
    );
    await expect(runner.execute(program, input)).rejects.toMatchObject({ code: "EXECUTION_ERROR" });
    const { rows } = await client.query("select count(*)::int4 as n from parent");
    expect(rows).toEqual([{ n: 61 }]);
  });
});

describe("a pool whose connections resolve a name differently", () => {
  test("checks the table of each statement", async () => {
    await client.query(`create schema a; create schema b; create table a.u (id int4, v int4);
      create table b.u (id int4, v int4); create table b.child () inherits (b.u); insert into b.child values (1, 1), (2, 2)`);
    const pool = new Pool({ ...address(server), max: 1 });
    pool.on("error", () => {});
    const runner = new PostgresRunner(createPgAdapter(pool, {}));
    await pool.query("set search_path = a");
    const program = await runner.prepare(deletion("u", "r1._0 > 1"));
    await pool.query("set search_path = b");
    await expect(runner.execute(program, input)).rejects.toMatchObject({ code: "EXECUTION_ERROR" });
    await pool.end();
  });
});

function address({ host, port, user, database }: PostgresServer): object {
  return { host, port, user, database };
}
