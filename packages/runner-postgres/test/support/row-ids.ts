import type { Program } from "@lutra/runner-core";
import { createRandom } from "@lutra-internal/testing";
import { beforeEach, describe, expect, test } from "vitest";
import { PostgresRunner } from "../../src/index.ts";
import type { Engine } from "./engine.ts";
import { sqlProgram, sqlTypes, unit } from "./types.ts";

const input = new Uint8Array();

/** Returns the program that the compiler makes of `std::sql::delete(table, row -> condition)`. */
export function deletion(table: string, condition: string): Program {
  const sql =
    `DELETE FROM ${table} USING (SELECT r1.index, r1._0 FROM (SELECT ctid AS index, r0.id::int4 AS _0 ` +
    `FROM ${table} AS r0) AS r1 WHERE (${condition})) AS r2 WHERE (r2.index = ${table}.ctid)`;
  return sqlProgram(sql, sqlTypes(unit, unit));
}

/** Returns the program that the compiler makes of an update that adds 100 to the column `v`. */
export function update(table: string, condition: string): Program {
  const sql =
    `UPDATE ${table} SET id = r2.id, v = r2.v FROM (SELECT r1.index, r1._0 AS id, r1._1 + 100::int4 AS v FROM ` +
    `(SELECT ctid AS index, r0.id::int4 AS _0, r0.v::int4 AS _1 FROM ${table} AS r0) AS r1 ` +
    `WHERE (${condition})) AS r2 WHERE (r2.index = ${table}.ctid)`;
  return sqlProgram(sql, sqlTypes(unit, unit));
}

/** Makes a table of each layout and, with `clean`, removes all of them. */
const clean =
  "drop schema if exists layouts cascade; create schema layouts; set search_path = layouts, public;";

interface Layout {
  readonly script: string;
  readonly table: string;
  /** Reason why updates and deletes of the table are refused; absent if they are done. */
  readonly refused?: string;
}

const fill = (table: string): string =>
  `insert into ${table} select i, i % 7 from generate_series(1, 40) i;`;
const byRange = "create table t (id int4, v int4) partition by range (id);";
const inherited = `create table t (id int4, v int4); create table child () inherits (t);
  ${fill("t")} insert into child select i + 100, i % 7 from generate_series(1, 40) i;`;

const layouts: Readonly<Record<string, Layout>> = {
  "an ordinary table": { script: `create table t (id int4, v int4); ${fill("t")}`, table: "t" },
  "a table with an index": {
    script: `create table t (id int4 primary key, v int4); ${fill("t")}`,
    table: "t",
  },
  "a table with a quoted name": {
    script: `create table "It's \\ ""T""" (id int4, v int4); ${fill(`"It's \\ ""T"""`)}`,
    table: `"It's \\ ""T"""`,
  },
  "an unlogged table": {
    script: `create unlogged table t (id int4, v int4); ${fill("t")}`,
    table: "t",
  },
  "hash partitions": {
    script: `create table t (id int4, v int4) partition by hash (id);
      create table p0 partition of t for values with (modulus 3, remainder 0);
      create table p1 partition of t for values with (modulus 3, remainder 1);
      create table p2 partition of t for values with (modulus 3, remainder 2); ${fill("t")}`,
    table: "t",
    refused: "a partitioned table",
  },
  "partitions of partitions": {
    script: `${byRange} create table p0 partition of t for values from (0) to (20) partition by list (v);
      create table p00 partition of p0 for values in (0, 1, 2); create table p01 partition of p0 default;
      create table p1 partition of t default; ${fill("t")}`,
    table: "t",
    refused: "a partitioned table",
  },
  "a level of partitions": {
    script: `${byRange} create table p0 partition of t for values from (0) to (90) partition by list (v);
      create table p00 partition of p0 for values in (0, 1, 2); create table p01 partition of p0 default;
      ${fill("t")}`,
    table: "p0",
    refused: "a partitioned table",
  },
  "a partition by itself": {
    script: `${byRange} create table p0 partition of t for values from (0) to (20);
      create table p1 partition of t default; ${fill("t")}`,
    table: "p1",
  },
  "a partitioned table without partitions": {
    script: `${byRange}`,
    table: "t",
    refused: "a partitioned table",
  },
  "a table that others inherit from": {
    script: inherited,
    table: "t",
    refused: "a table that others inherit from",
  },
  "a table that inherits": { script: inherited, table: "child" },
  "a table that no other inherits from any more": {
    script: `${inherited} drop table child;`,
    table: "t",
  },
  "a view with a ctid": {
    script: `create table o (id int4, v int4); ${fill("o")} create view t as select ctid, tableoid, id, v from o;`,
    table: "t",
    refused: "a view",
  },
  "a view with a trigger": {
    script: `create table o (id int4, v int4); ${fill("o")} create view t as select * from o;
      create function nothing() returns trigger language plpgsql as 'begin return null; end';
      create trigger none instead of delete on t for each row execute function nothing();`,
    table: "t",
    refused: "a view",
  },
  "a materialized view": {
    script: `create table o (id int4, v int4); ${fill("o")} create materialized view t as select * from o;`,
    table: "t",
    refused: "a materialized view",
  },
};

type Row = readonly [id: number, v: number];

interface Condition {
  readonly condition: string;
  readonly hits: (row: Row) => boolean;
}

/** Updates and deletes hit the rows that they name, or are refused. */
export function testRowIds(engine: () => Engine): void {
  const runner = (): PostgresRunner => new PostgresRunner(engine().adapter);

  async function rowsOf(table: string): Promise<readonly Row[]> {
    const sql = `select id::text, v::text from ${table} order by id`;
    return (await engine().adapter.query(sql, [])).map(([id, v]) => [Number(id), Number(v)]);
  }

  async function run(on: PostgresRunner, program: Program): Promise<void> {
    await on.execute(await on.prepare(program), input);
  }

  beforeEach(() => engine().execute(clean));

  describe("of a table", () => {
    const done = Object.entries(layouts).filter(([, { refused }]) => refused === undefined);
    const refusals = Object.entries(layouts).filter(([, { refused }]) => refused !== undefined);

    test.each(done)("%s is done", async (_, { script, table }) => {
      await engine().execute(script);
      const random = createRandom(11);
      for (let i = 0; i < 12; i++) {
        const before = await rowsOf(table);
        const id = random.pick(before)?.[0] ?? 0;
        const { condition, hits } = random.pick<Condition>([
          { condition: `r1._0 = ${id}::int4`, hits: (row) => row[0] === id },
          { condition: `r1._0 < ${id}::int4`, hits: (row) => row[0] < id },
          { condition: "false", hits: () => false },
        ]);
        const isUpdate = random.oneIn(2);
        await run(runner(), (isUpdate ? update : deletion)(table, condition));
        const expected = before.flatMap((row): Row[] =>
          !hits(row) ? [row] : isUpdate ? [[row[0], row[1] + 100]] : [],
        );
        expect(await rowsOf(table)).toEqual(expected);
      }
    });

    test.each(refusals)("%s is refused", async (_, { script, table, refused = "" }) => {
      await engine().execute(script);
      for (const make of [deletion, update]) {
        await expect(runner().prepare(make(table, "r1._0 = 7"))).rejects.toMatchObject({
          code: "PREPARE_ERROR",
          message: expect.stringContaining(`${table} is ${refused}, and `) as string,
        });
      }
    });

    test("in a temporary place, which hides another one", async () => {
      await engine().execute(`${inherited} create temp table t (id int4, v int4);`);
      try {
        await engine().execute("insert into pg_temp.t values (1, 1), (2, 2)");
        await run(runner(), deletion("t", "r1._0 = 1"));
        expect(await rowsOf("t")).toEqual([[2, 2]]);
        expect(await rowsOf("layouts.t")).toHaveLength(80);
      } finally {
        await engine().execute("drop table pg_temp.t");
      }
    });

    test("that does not exist: the server says so", async () => {
      await expect(run(runner(), deletion("nothing", "true"))).rejects.toMatchObject({
        code: "EXECUTION_ERROR",
        message: expect.stringContaining("42P01") as string,
      });
    });
  });

  describe("of a table that changes after the program was prepared", () => {
    const partition = `alter table t rename to p; ${byRange}
      alter table t attach partition p for values from (0) to (50);
      create table q partition of t default; insert into t select i + 50, 0 from generate_series(1, 40) i;`;
    const changes: Readonly<Record<string, string>> = {
      "another inherits from it": `create table child () inherits (t); insert into child select i + 50, 0 from generate_series(1, 40) i`,
      "an older table inherits from it": `create table old (id int4, v int4); insert into old select i + 50, 0 from generate_series(1, 40) i; alter table old inherit t`,
      "a partitioned table takes its place": partition,
      "a view takes its place":
        "alter table t rename to o; create view t as select ctid, tableoid, id, v from o",
      "a view of several tables takes its place": `alter table t rename to o; create table oc () inherits (o); insert into oc select i + 50, 0 from generate_series(1, 40) i;
        create view t as select ctid, tableoid, id, v from o`,
    };

    test.each(Object.entries(changes))("%s", async (_, change) => {
      for (const make of [deletion, update]) {
        await engine().execute(`${clean} create table t (id int4, v int4); ${fill("t")}`);
        const one = runner();
        const inOwn = await one.prepare(make("t", "r1._0 = 7"));
        const inOther = await one.prepare(make("t", "r1._0 = 67"));
        const all = await one.prepare(make("t", "r1._0 > 0"));
        // The driver and the server may keep the statement and its plan.
        for (let i = 0; i < 7; i++) await one.execute(await one.prepare(make("t", "false")), input);
        await one.execute(inOther, input);
        await engine().execute(change);
        const before = await rowsOf("t");
        await expect(one.execute(all, input)).rejects.toMatchObject({
          code: "EXECUTION_ERROR",
          message: expect.stringMatching(
            /^t has rows in other tables, or is no ordinary table/,
          ) as string,
        });
        await one.execute(inOther, input).catch(() => {});
        expect(await rowsOf("t")).toEqual(before);
        // Refused, or the one row: nothing else is hit.
        const outcome = await one.execute(inOwn, input).then(
          () => "done",
          () => "refused",
        );
        const others = (rows: readonly Row[]): readonly Row[] => rows.filter(([id]) => id !== 7);
        const after = await rowsOf("t");
        expect(others(after)).toEqual(others(before));
        const isSame = JSON.stringify(after) === JSON.stringify(before);
        expect(isSame).toBe(outcome === "refused");
      }
    });

    test("and changes back", async () => {
      await engine().execute(`create table t (id int4, v int4); ${fill("t")}
        create table old (id int4, v int4); insert into old select i + 50, 0 from generate_series(1, 40) i`);
      const one = runner();
      const all = await one.prepare(deletion("t", "r1._0 > 0"));
      await engine().execute("alter table old inherit t");
      await expect(one.execute(all, input)).rejects.toMatchObject({ code: "EXECUTION_ERROR" });
      await engine().execute("alter table old no inherit t");
      await one.execute(all, input);
      expect(await rowsOf("t")).toEqual([]);
      expect(await rowsOf("old")).toHaveLength(40);
    });
  });
}
