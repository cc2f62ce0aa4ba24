// Lookups by a key that is unique are joined, whatever becomes of the key after `prepare`.
import { tablePrograms, type TableProgramFixture } from "@lutra-internal/fixtures";
import { usePglite } from "@lutra-internal/testing/pglite";
import { programFromBytes } from "@lutra/runner-core";
import { beforeEach, describe, expect, test } from "vitest";
import { PostgresRunner } from "../src/index.ts";
import { createPgliteAdapter } from "../src/pglite.ts";

const database = usePglite();
const { setUp, postgres } = programNamed("a lookup for each");
const program = programFromBytes(postgres[0]!);
const byText = programFromBytes(programNamed("a lookup by Text").postgres[0]!);
const input = new Uint8Array();

beforeEach(async () => {
  await database().exec(["DROP TABLE IF EXISTS a, b, child CASCADE", ...setUp].join(";\n"));
});

function programNamed(wanted: string): TableProgramFixture {
  return tablePrograms().find(({ name }) => name === wanted)!;
}

/** Opens a runner that collects the statements it executes. */
function open(optimize = true): { readonly runner: PostgresRunner; readonly executed: string[] } {
  const executed: string[] = [];
  const adapter = createPgliteAdapter(database());
  const query: typeof adapter.query = (sql, ...others) => {
    executed.push(sql);
    return adapter.query(sql, ...others);
  };
  return { runner: new PostgresRunner({ ...adapter, query }, { optimize }), executed };
}

async function outputAsCompiled(compiled = program): Promise<Uint8Array> {
  const { runner } = open(false);
  return runner.execute(await runner.prepare(compiled), input);
}

const isJoin = (sql: string): boolean => sql.includes("first_rows");

/** Another row for each id, so that a join would bring more rows. */
const doubled = "INSERT INTO b SELECT * FROM b";

describe("a key that is unique", () => {
  test.each([
    "ALTER TABLE b ADD PRIMARY KEY (id)",
    "CREATE UNIQUE INDEX ON b (id)",
    "CREATE UNIQUE INDEX ON b (id) NULLS NOT DISTINCT",
    'ALTER TABLE b RENAME TO "B"; ALTER TABLE "B" RENAME TO b; ALTER TABLE b ADD UNIQUE (id)',
  ])("by %s is joined", async (sql) => {
    await database().exec(sql);
    const { runner, executed } = open();
    const prepared = await runner.prepare(program);
    expect(await runner.execute(prepared, input)).toEqual(await outputAsCompiled());
    expect(executed.map(isJoin)).toEqual([false, true]);
  });

  test.each([
    ["is dropped", "ALTER TABLE b DROP CONSTRAINT key", doubled],
    [
      "becomes deferrable",
      "ALTER TABLE b DROP CONSTRAINT key, ADD CONSTRAINT key UNIQUE (id) DEFERRABLE INITIALLY DEFERRED; BEGIN",
      doubled,
    ],
    [
      "is that of another column",
      "ALTER TABLE b RENAME id TO other; ALTER TABLE b ADD id int8",
      "UPDATE b SET (id, k, n, s, w, o) = (0, 0, 0, chr(97), true, 0)",
    ],
    ["gets a child", "CREATE TABLE child () INHERITS (b)", "INSERT INTO child SELECT * FROM b"],
    [
      "is of another type",
      "ALTER TABLE b ALTER id TYPE numeric",
      "INSERT INTO b SELECT id + 0.1, k, n, s, w, o FROM b",
    ],
    [
      "is a view",
      "ALTER TABLE b RENAME TO child",
      "CREATE VIEW b AS SELECT * FROM child UNION ALL SELECT * FROM child",
    ],
    ["is hidden", "CREATE TEMP TABLE b AS SELECT * FROM b", doubled],
  ])("may be none when the program is executed: it %s", async (_, change, rows) => {
    await database().exec("ALTER TABLE b ADD CONSTRAINT key UNIQUE (id)");
    const { runner, executed } = open();
    const prepared = await runner.prepare(program);
    await runner.execute(prepared, input);
    expect(executed.map(isJoin)).toEqual([false, true]);
    try {
      await database().exec(`${change}; ${rows}`);
      const output = await runner.execute(prepared, input);
      expect(output).toEqual(await outputAsCompiled());
    } finally {
      await database()
        .exec("ROLLBACK; DROP VIEW IF EXISTS b; DROP TABLE IF EXISTS pg_temp.b")
        .catch(() => {});
    }
  });
});

describe("a key that is not unique is looked up row by row", () => {
  test.each([
    "CREATE INDEX ON b (id)",
    "CREATE UNIQUE INDEX ON b (id) WHERE k > 0",
    "CREATE UNIQUE INDEX ON b (id, k)",
    "CREATE UNIQUE INDEX ON b (id) INCLUDE (k)",
    "CREATE UNIQUE INDEX ON b (abs(id))",
    "CREATE UNIQUE INDEX ON b (n, id) WHERE n = 3",
    "ALTER TABLE b ADD UNIQUE (id) DEFERRABLE",
    "ALTER TABLE b ALTER id TYPE numeric; CREATE UNIQUE INDEX ON b (id)",
    "CREATE UNIQUE INDEX ON b (id); CREATE TABLE child () INHERITS (b); INSERT INTO child SELECT * FROM b",
    "CREATE EXTENSION IF NOT EXISTS plpgsql",
  ])("%s", async (sql) => {
    await database().exec(sql);
    const { runner, executed } = open();
    const prepared = await runner.prepare(program);
    expect(await runner.execute(prepared, input)).toEqual(await outputAsCompiled());
    expect(executed.map(isJoin)).toEqual([false, false]);
  });
});

describe("a key of texts", () => {
  beforeEach(async () => {
    await database().exec(
      "DELETE FROM b WHERE EXISTS (SELECT FROM b AS c WHERE c.s = b.s AND c.id < b.id)",
    );
  });

  test.each([
    ["the collation of the database", "", true],
    ['the collation "C"', 'COLLATE "C"', true],
    ["a collation that may say of different texts that they are equal", "COLLATE loose", false],
  ])("in %s", async (_, collation, isJoined) => {
    await database().exec(
      `DROP COLLATION IF EXISTS loose;
      CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
      ALTER TABLE b ALTER s TYPE text ${collation};
      CREATE UNIQUE INDEX ON b (s)`,
    );
    const { runner, executed } = open();
    const prepared = await runner.prepare(byText);
    expect(await runner.execute(prepared, input)).toEqual(await outputAsCompiled(byText));
    expect(executed.map(isJoin)).toEqual([false, isJoined]);
  });
});

test("a server without the catalog is asked, and looks rows up one by one", async () => {
  const { runner, executed } = open();
  const adapter = createPgliteAdapter(database());
  const query: typeof adapter.query = async (sql, ...others) => {
    executed.push(sql);
    if (sql.includes("pg_catalog")) {
      throw Object.assign(new Error("no such table"), { code: "42P01" });
    }
    return adapter.query(sql, ...others);
  };
  const without = new PostgresRunner({ ...adapter, query });
  const output = await without.execute(await without.prepare(program), input);
  expect(output).toEqual(await outputAsCompiled());
  expect(executed.filter(isJoin)).toEqual([]);
  await runner.shutdown();
});
