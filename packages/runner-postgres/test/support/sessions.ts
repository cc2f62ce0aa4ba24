import type { RunnerError } from "@lutra/runner-core";
import { createRandom } from "@lutra-internal/testing";
import { beforeAll, describe, expect, test } from "vitest";
import { PostgresRunner } from "../../src/index.ts";
import type { Engine } from "./engine.ts";
import { sqlProgram, sqlTypes, unit } from "./types.ts";

const input = new Uint8Array();

/** Actions on a session that a user's own function can take. */
const deeds: readonly string[] = [
  "set search_path = pg_temp",
  "set time zone ''Asia/Tokyo''",
  "set local time zone ''Asia/Tokyo''",
  "set app.tenant = ''other''",
  "set extra_float_digits = 0",
  "set bytea_output = escape",
  "set datestyle = german",
  "set intervalstyle = iso_8601",
  "set lc_numeric = ''C''",
  "set statement_timeout = 3600000",
  "set statement_timeout = 1",
  "set transaction_timeout = 3600000",
  "set default_transaction_isolation = serializable",
  "deallocate all",
  "unlisten *",
  "notify news",
  "set idle_session_timeout = 1",
  "set default_transaction_read_only = on",
  "set role stranger",
  "set session authorization stranger",
  "create temp table notes (v int4)",
  "create temp table customers (v int4)",
  "create temp view customers as select 1 as v",
  "create domain pg_temp.int8 as text",
  "create type pg_temp.text as enum (''a'')",
  "create function pg_temp.f() returns int4 language sql as ''select 1''",
  "create function left_behind() returns int4 language sql as ''select 1''",
  "alter role current_user set search_path = pg_temp",
  "prepare p as select 1",
  "declare c cursor with hold for select 1",
  "listen news",
  "select pg_advisory_lock(7)",
  "select pg_advisory_lock(7), pg_advisory_lock(7), pg_advisory_lock_shared(1, -2)",
  "select pg_advisory_xact_lock(8)",
  "select set_config(''app.tenant'', ''other'', false)",
  "insert into customers values (-1)",
];

/** Statements that leave something behind, by themselves or through a function. */
const statements: readonly string[] = [
  "begin",
  "BEGIN ISOLATION LEVEL SERIALIZABLE",
  "start transaction read only",
  "/* hidden */ -- begin\n ; begin",
  "commit",
  "end",
  "rollback",
  "abort",
  "savepoint s",
  "release s",
  "prepare transaction 'x'",
  "set search_path = pg_temp",
  "set local search_path = pg_temp",
  "set session time zone 'Asia/Tokyo'",
  "set role stranger",
  "set session characteristics as transaction read only",
  "reset all",
  "set datestyle = german",
  "set statement_timeout = 1",
  "set local timezone = 'Asia/Tokyo'",
  "set extra_float_digits = 0",
  "deallocate all",
  "execute p",
  "unlisten *",
  "notify news",
  "do 'begin set datestyle = german; end'",
  "with x as (select set_config('TimeZone', 'Asia/Tokyo', false)) select 1 from x",
  "select (select set_config('DateStyle', 'german', false))",
  "select pg_try_advisory_lock(9)",
  "discard all",
  "listen news",
  "prepare p as select 1",
  "declare c cursor with hold for select 1",
  "load 'plpgsql'",
  "copy customers from stdin",
  "COPY (select 1) TO STDOUT",
  "create temp table customers (v int4)",
  "create temporary view customers as select 1 as v",
  "create table pg_temp.customers (v int4)",
  "select 1 as v into temp customers",
  "select 1 as v into pg_temp.customers",
  "create temp sequence customers",
  "create domain pg_temp.int4 as text",
  "alter role current_user set statement_timeout = 1",
  "select pg_create_physical_replication_slot('s', true, true)",
  "select set_config('search_path', 'pg_temp', false)",
  `select "set_config"('app.tenant', 'other', not true)`,
  "select pg_catalog.set_config('app.tenant', 'other', 1 = 0)",
  "select pg_advisory_lock(7)",
  "select pg_try_advisory_lock_shared(7, 8)",
  "select query_to_xml('select set_config(''app.tenant'', ''other'', false)', true, true, '')",
  "select set_config('app.tenant', 'other', true)",
  "insert into customers values (-1); begin",
  "begin; insert into customers values (-1)",
  "",
  ";",
  "-- nothing",
  "select '\0'",
  ...deeds.flatMap((deed, i) => [
    `do 'begin ${deed.replaceAll("'", "''").replace(/^select/, "perform")}; end'`,
    `select deed_${i}(false)`,
    `select deed_${i}(true)`,
    `insert into customers select -2 where deed_${i}(false)`,
  ]),
];

/** Statements that store code which changes the session of each call that uses the table `own`. */
const storing: readonly string[] = [
  `create function bad() returns trigger language plpgsql as $$ begin set search_path = pg_temp; return new; end $$`,
  "create function lower(int4) returns bool language sql as $$ select deed_0(false) $$",
  "create procedure bad() language sql as $$ set search_path = pg_temp $$",
  "create trigger bad before insert on own for each row execute function trigger_0()",
  "create view bad as select deed_0(false)",
  "alter table own alter column w set default deed_0(false)",
  "alter table own add check (deed_0(false))",
  "create domain bad as bool default deed_0(false)",
  "create index bad on own (marked(v))",
  "create policy bad on own using (deed_0(false))",
  "create rule bad as on insert to own do also select deed_0(false)",
  "create operator @@@ (rightarg = bool, function = deed_0)",
  "create operator @@@ (rightarg = int8, function = pg_try_advisory_lock)",
  "create aggregate bad (int8) (sfunc = int8pl, stype = int8, finalfunc = pg_advisory_lock)",
  "create cast (own as bool) with function deed_of_own(own)",
  ...[
    "create view bad as select set_config(''search_path'', ''pg_temp'', false)",
    "alter table own alter column w set default pg_try_advisory_lock(7)",
    "alter table own add check (pg_try_advisory_lock(7))",
    "create domain bad as bool check (pg_try_advisory_lock(7))",
    "create policy bad on own using (pg_try_advisory_lock(7))",
    "create rule bad as on insert to own do also select pg_try_advisory_lock(7)",
    `create trigger bad before insert on own for each row when (pg_try_advisory_lock(7))
      execute function suppress_redundant_updates_trigger()`,
  ].flatMap((sql) => [
    `do $$ begin execute '${sql}'; end $$`,
    // Written by a part of the transaction that has ended by then.
    `do $$ begin begin execute '${sql}'; exception when division_by_zero then null; end; end $$`,
  ]),
];

/** Statements that create what calls none of it. */
const creating: readonly string[] = [
  "create view fine as select v + 1 as v, lower(w::text) as w from own",
  "create materialized view fine as select * from own",
  "create table fine (id serial primary key, n int8 generated always as identity, at date default now() check (n > 3))",
  "create table fine partition of parted for values in (1)",
  "create table fine (v int4 references keyed)",
  "create type fine as range (subtype = int4)",
  "create type fine as enum ('a')",
  "create domain fine as int4 check (value > 3)",
  "create index fine on own (abs(v))",
  "create schema fine",
];

/** Ways by which a plain statement reaches code of the database's owner. */
const reaching = ["insert into triggered", "insert into defaulted", "select v from viewed"];

/** Makes the functions of {@link deeds}; one that gets `true` fails after it. */
const setUp = `drop table if exists customers; create table customers (v int4);
  do 'begin create role stranger; exception when duplicate_object then null; end'; grant all on customers to stranger;
  ${deeds
    .map(
      (
        deed,
        i,
      ) => `create or replace function deed_${i}(fails bool) returns bool language plpgsql as $$
      begin execute '${deed}'; if fails then raise division_by_zero; end if; return true; end $$;
      create or replace function trigger_${i}() returns trigger language plpgsql as $$
      begin execute '${deed}'; return new; end $$;
      drop table if exists triggered_${i}, defaulted_${i}; drop view if exists viewed_${i};
      create table triggered_${i} (v int4); create table defaulted_${i} (v int4, w bool default deed_${i}(false));
      create view viewed_${i} as select 1 as v where deed_${i}(false);
      create trigger t before insert on triggered_${i} for each row execute function trigger_${i}();
      grant all on triggered_${i}, defaulted_${i}, viewed_${i} to stranger;`,
    )
    .join("\n")}
  drop table if exists own, parted, keyed cascade; create table own (v int4, w bool);
  create table keyed (v int4 primary key); create table parted (v int4) partition by list (v);
  create or replace function fine() returns trigger language plpgsql as $$ begin return new; end $$;
  create trigger t before insert on parted for each row execute function fine();
  create or replace function marked(int4) returns bool immutable language plpgsql as $$ begin return public.deed_0(false); end $$;
  create or replace function deed_of_own(own) returns bool language sql as $$ select deed_0(false) $$;`;

/** Parts of statements that insert a row, if they are done. */
const inserts = ["insert into customers", `deed_${deeds.length - 1}(false)`];

/** All that a statement could have left. */
const state = `select current_setting('search_path'), current_setting('TimeZone'), current_setting('app.tenant', true),
  current_setting('DateStyle'), current_setting('IntervalStyle'), current_setting('statement_timeout'),
  current_setting('default_transaction_isolation'),
  current_setting('extra_float_digits'), current_setting('bytea_output'), current_setting('transaction_read_only'),
  current_user::text, session_user::text, (select count(*) from pg_cursors where is_holdable)::text,
  (select count(*) from pg_prepared_statements where from_sql)::text,
  (select count(*) from pg_listening_channels())::text,
  (select count(*) from pg_locks where locktype = 'advisory')::text,
  (select count(*) from pg_class where relnamespace = pg_my_temp_schema())::text,
  to_regclass('customers')::text`;

/** A session under test, and a look at what others see of the database. */
export interface SessionEngine extends Engine {
  /** Number of rows of a table, as another session sees it. */
  readonly count: (table: string) => Promise<number>;
}

/**
 * Registers tests that the next program finds a clean session whatever a program does to its own, and that writes stay.
 */
export function testSessions(
  engine: () => SessionEngine,
  { share = 1, rounds = 40 }: { readonly share?: number; readonly rounds?: number } = {},
): void {
  const random = createRandom(12);
  const tried = statements.filter(() => random.fraction() < share);
  const types = sqlTypes(unit, unit);

  beforeAll(() => engine().execute(setUp));

  async function stateNow(): Promise<string> {
    const [row] = await engine().adapter.query(state, []);
    // A setting that was reset is empty.
    return JSON.stringify(row?.map((cell) => cell ?? ""));
  }

  async function insertOf(value: number): Promise<void> {
    const runner = new PostgresRunner(engine().adapter);
    const program = sqlProgram(`insert into customers select ${value}`, types);
    await runner.execute(await runner.prepare(program), input);
  }

  describe("the next call finds a clean session, and its write is kept, after", () => {
    test.each(tried.map((sql) => [JSON.stringify(sql), sql]))("%s", async (_, sql) => {
      const clean = await stateNow();
      const before = await engine().count("customers");
      const runner = new PostgresRunner(engine().adapter);
      let code: string | undefined = "done";
      try {
        await runner.execute(await runner.prepare(sqlProgram(sql, types)), input);
      } catch (error) {
        code = (error as RunnerError).code;
      }
      expect(["PREPARE_ERROR", "EXECUTION_ERROR", "done"]).toContain(code);
      expect(await stateNow()).toBe(clean);
      await insertOf(1);
      const ownInserts = code === "done" && inserts.some((part) => sql.includes(part)) ? 1 : 0;
      const bothInserts = sql.includes(`-2 where deed_${deeds.length - 1}`)
        ? 2 * ownInserts
        : ownInserts;
      expect(await engine().count("customers")).toBe(before + 1 + bothInserts);
    });
  });

  describe("a statement that would store code for the sessions of others fails", () => {
    test.each(storing.filter(() => random.fraction() < share))("%s", async (sql) => {
      const clean = await stateNow();
      const runner = new PostgresRunner(engine().adapter);
      const call = async (text: string): Promise<unknown> =>
        runner.execute(await runner.prepare(sqlProgram(text, types)), input);
      await expect(call(sql)).rejects.toThrow(/2F003 .* would store/);
      await call("insert into own (v) values (1)");
      await call("select 1 from own");
      expect(await stateNow()).toBe(clean);
    });

    test.each(creating.filter(() => random.fraction() < share))("unlike %s", async (sql) => {
      const runner = new PostgresRunner(engine().adapter);
      const output = await runner.execute(await runner.prepare(sqlProgram(sql, types)), input);
      expect(output).toHaveLength(0);
      const [, kind = ""] = /^create (materialized view|\w+)/.exec(sql) ?? [];
      await engine().execute(`drop ${kind} fine`);
    });
  });

  describe("with isolateAll the code of the database's owner leaves nothing either", () => {
    const cases = reaching.flatMap((way) => deeds.map((deed, i) => [way, deed, i] as const));
    test.each(cases.filter(() => random.fraction() < share))("%s: %s", async (way, deed, i) => {
      const clean = await stateNow();
      const runner = new PostgresRunner(engine().adapter, { isolateAll: true });
      const sql = way.startsWith("select") ? `${way}_${i}` : `${way}_${i} (v) values (1)`;
      const program = await runner.prepare(sqlProgram(sql, types));
      const code = await runner.execute(program, input).then(
        () => "done",
        (error: RunnerError) => error.code,
      );
      expect(["EXECUTION_ERROR", "done"]).toContain(code);
      expect(await stateNow()).toBe(clean);
      const before = await engine().count("customers");
      await insertOf(1);
      expect(await engine().count("customers")).toBe(before + 1);
    });
  });

  test("many statements in any order lose no write, and every call ends", async () => {
    const clean = await stateNow();
    const before = await engine().count("customers where v = 9");
    const runner = new PostgresRunner(engine().adapter);
    let written = 0;
    for (let i = 0; i < rounds; i++) {
      const calls = Array.from({ length: 3 }, async () => {
        const sql = random.pick(statements);
        const controller = new AbortController();
        const program = await runner.prepare(sqlProgram(sql, types));
        const call = runner.execute(program, input, { signal: controller.signal });
        if (random.oneIn(3)) controller.abort(new Error("enough"));
        await call;
      });
      calls.push(insertOf(9).then(() => void written++));
      await Promise.allSettled(calls);
    }
    expect(written).toBe(rounds);
    expect(await engine().count("customers where v = 9")).toBe(before + rounds);
    expect(await stateNow()).toBe(clean);
  });
}
