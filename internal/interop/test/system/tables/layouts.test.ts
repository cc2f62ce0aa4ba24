// Programs on tables of one server, on partitioned tables, on tables that others inherit from, and on partitions that two
// other servers hold.
import { programCodec, type SqlProgram } from "@lutra/bin/program";
import { optimizeSql, postgresRules } from "@lutra/runner-sql";
import {
  postgresCommands,
  type PostgresServer,
  startPostgres,
} from "@lutra-internal/postgres-server";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildPeer } from "../../../src/index.ts";
import { type OpenEngine, openPostgresServer } from "../../../src/tables/engines.ts";
import { handTablePrograms } from "../../../src/tables/hand-programs.ts";
import { outcomeOf } from "../../../src/tables/oracle.ts";
import { compileTablePrograms, type TableProgram } from "../../../src/tables/table-program.ts";

const { path: peer } = await buildPeer();
const canRun = peer !== undefined && postgresCommands() !== undefined;

let opened: OpenEngine | undefined;
let shards: readonly PostgresServer[] = [];
let programs: readonly TableProgram[] = [];

beforeAll(async () => {
  if (!canRun) return;
  programs = await compileTablePrograms(peer, [...handTablePrograms()]);
  [opened, ...shards] = await Promise.all([openPostgresServer(), startPostgres(), startPostgres()]);
});

afterAll(async () => {
  await opened?.[Symbol.asyncDispose]();
  for (const shard of shards) await shard.stop();
});

const columns = "id int8, k int4, n int8, s text, w bool, o int4";

/** Creates the tables `a` and `b` anew, and moves their rows into them. */
async function partition(statementsOf: (table: string) => readonly string[]): Promise<void> {
  const { engine } = opened!;
  const [first] = programs;
  for (const sql of first?.setUp ?? []) await engine.execute(sql);
  for (const table of ["a", "b"]) {
    await engine.execute(`ALTER TABLE ${table} RENAME TO ${table}_rows`);
    for (const sql of statementsOf(table)) await engine.execute(sql);
    await engine.execute(`INSERT INTO ${table} SELECT * FROM ${table}_rows`);
    await engine.execute(`DROP TABLE ${table}_rows`);
  }
}

const partitionOf = (table: string, i: number, bounds: string): string =>
  `CREATE TABLE ${table}_${i} PARTITION OF ${table} FOR VALUES ${bounds}`;

const layouts: Readonly<Record<string, () => Promise<void>>> = {
  "hash partitions": () =>
    partition((table) => [
      `CREATE TABLE ${table} (${columns}) PARTITION BY HASH (id)`,
      ...[0, 1, 2].map((i) => partitionOf(table, i, `WITH (MODULUS 3, REMAINDER ${i})`)),
    ]),
  "range partitions": () =>
    partition((table) => [
      `CREATE TABLE ${table} (${columns}) PARTITION BY RANGE (id)`,
      partitionOf(table, 0, "FROM (MINVALUE) TO (5)"),
      partitionOf(table, 1, "FROM (5) TO (MAXVALUE)"),
    ]),
  // Rows are in the tables themselves, and in those that inherit from them, also at second hand.
  "tables that others inherit from": async () => {
    await partition((table) => [
      `CREATE TABLE ${table} (${columns})`,
      `CREATE TABLE ${table}_0 () INHERITS (${table})`,
      `CREATE TABLE ${table}_1 (extra text DEFAULT 'x') INHERITS (${table}_0)`,
    ]);
    for (const table of ["a", "b"]) {
      for (const i of [0, 1]) {
        await opened!.engine.execute(
          `WITH moved AS (DELETE FROM ONLY ${table} WHERE id % 3 = ${i} RETURNING *) INSERT INTO ${table}_${i} SELECT * FROM moved`,
        );
      }
    }
  },
  "partitions on two servers": async () => {
    await connectShards((table, i) => `${table}_${i}`);
    await partition((table) => [
      `CREATE TABLE ${table} (${columns}) PARTITION BY HASH (id)`,
      ...shards.map(
        (_, i) =>
          `CREATE FOREIGN TABLE ${table}_${i} PARTITION OF ${table} FOR VALUES WITH (MODULUS 2, REMAINDER ${i}) SERVER shard_${i}`,
      ),
    ]);
  },
  "tables of another server": async () => {
    await connectShards((table) => table);
    await partition((table) => [`CREATE FOREIGN TABLE ${table} (${columns}) SERVER shard_0`]);
  },
};

/** Connects the server with the two others, and creates empty tables there. */
async function connectShards(nameOf: (table: string, shard: number) => string): Promise<void> {
  const { engine } = opened!;
  await engine.execute("CREATE EXTENSION IF NOT EXISTS postgres_fdw");
  for (const [i, { host, port, user, database }] of shards.entries()) {
    await engine.execute(`DROP SERVER IF EXISTS shard_${i} CASCADE`);
    await engine.execute(
      `CREATE SERVER shard_${i} FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '${host}', port '${port}', dbname '${database}')`,
    );
    await engine.execute(
      `CREATE USER MAPPING FOR postgres SERVER shard_${i} OPTIONS (user '${user}')`,
    );
    const client = new Client({ host, port, user, database });
    // The server may stop before it has read that the connection ends.
    client.on("error", () => {});
    await client.connect();
    for (const name of ["a", "b"].map((table) => nameOf(table, i))) {
      await client.query(`DROP TABLE IF EXISTS ${name}`);
      await client.query(`CREATE TABLE ${name} (${columns})`);
    }
    await client.end();
  }
}

/** Drops the tables `a` and `b`, of whatever kind they are. */
async function dropTables(): Promise<void> {
  for (const table of ["a", "b"]) {
    const kinds = await opened!.engine.read(
      `SELECT relkind FROM pg_class WHERE oid = to_regclass('${table}')`,
    );
    const [{ relkind } = {}] = kinds as readonly { readonly relkind?: string }[];
    if (relkind === undefined) continue;
    await opened!.engine.execute(`DROP ${relkind === "f" ? "FOREIGN " : ""}TABLE ${table} CASCADE`);
  }
}

/** Compiles an expression on the tables of the hand-written programs, and optimizes it. */
async function compiled(body: string, optimize: boolean): Promise<string> {
  const [first] = handTablePrograms().values();
  const [program] = await compileTablePrograms(peer!, [["", { ...first!, body }]]);
  const [bytes] = program!.postgres;
  const { sql } = programCodec.decode(bytes!).value as SqlProgram;
  return optimize ? optimizeSql(sql, postgresRules).sql : sql;
}

async function planOf(body: string, options = "COSTS OFF", optimize = true): Promise<string> {
  const rows = await opened!.engine.read(`EXPLAIN (${options}) ${await compiled(body, optimize)}`);
  return (rows as readonly { "QUERY PLAN": string }[]).map((row) => row["QUERY PLAN"]).join("\n");
}

describe.skipIf(!canRun)("programs give the same on", () => {
  test.each(Object.entries(layouts))("%s", async (_, layOut) => {
    const { engine } = opened!;
    const optimizing = { ...engine, runner: engine.optimizing };
    const outcomes = async (): Promise<readonly string[]> => {
      const found: string[] = [];
      for (const program of programs) {
        for (const bytes of program.postgres) {
          found.push(`${program.name}: ${(await outcomeOf(optimizing, bytes, program)).text}`);
        }
      }
      return found;
    };
    await dropTables();
    for (const sql of programs[0]!.setUp) await engine.execute(sql);
    const plain = await outcomes();
    await engine.execute("DROP TABLE a, b");
    await layOut();
    expect(await outcomes()).toEqual(plain);
    expect(plain.filter((text) => text.includes("error: ")).length).toBeLessThan(4);

    // What names rows by their place is refused: places of several partitions are the same.
    for (const change of [
      'delete("a", func (x: Row_a) -> x.k > 2)',
      'update("a", func (x: Row_a) -> if x.k > 2 then .some({id = x.id, k = x.k, n = 0, s = x.s, w = x.w, o = x.o}) else .none)',
    ]) {
      const [first] = handTablePrograms().values();
      const body = `std::sql::${change}`;
      const named = [["write", { ...first!, body, isWrite: true }]] as const;
      const [write] = await compileTablePrograms(peer!, named);
      const { text } = await outcomeOf(optimizing, write!.postgres[0]!, { ...write!, setUp: [] });
      expect(text).toContain("name the partition");
    }
    await dropTables();
  });
});

describe.skipIf(!canRun)("the plan", () => {
  test("of partitioned tables reads no partition that cannot have the row", async () => {
    await layouts["range partitions"]!();
    const plan = await planOf("a | find(x -> x.id == 3)");
    expect(plan).toContain("a_0");
    expect(plan).not.toContain("a_1");
    await opened!.engine.execute("DROP TABLE a, b");
  });

  test("of partitions on other servers sends filters and sorts there", async () => {
    await layouts["partitions on two servers"]!();
    const remote = async (body: string, optimize = true): Promise<string> => {
      const plan = await planOf(body, "VERBOSE, COSTS OFF", optimize);
      return plan
        .split("\n")
        .filter((line) => line.includes("Remote SQL"))
        .join("\n");
    };
    expect(await remote("a | filter(x -> x.k == 3)")).toMatch(/WHERE \(\(k = 3\)\)/);
    expect(await remote("a | find(x -> x.id == 3)")).toMatch(/a_\d WHERE \(\(id = 3::bigint\)\)$/);
    expect(await remote("a | sort(x -> x.id) | slice(0, 3)")).toMatch(/ORDER BY id ASC NULLS LAST/);
    const ofCompiled = await remote("a | filter(x -> x.k == 3)", false);
    expect(ofCompiled).toMatch(/Remote SQL/);
    expect(ofCompiled).not.toMatch(/WHERE|ORDER BY/);

    // Rows are counted where the statement runs.
    expect(await remote("a | filter(x -> x.k == 3) | count")).toMatch(
      /SELECT NULL FROM .* WHERE \(\(k = 3\)\)/,
    );
    await opened!.engine.execute("DROP TABLE a, b");
  });

  describe("of many rows", () => {
    beforeAll(async () => {
      const { engine } = opened!;
      for (const sql of [
        `CREATE TABLE a (${columns}, PRIMARY KEY (id))`,
        `CREATE TABLE b (${columns}, PRIMARY KEY (id))`,
        "INSERT INTO a SELECT i, i % 500, i, 'x', true, 1 FROM generate_series(1, 20000) i",
        "INSERT INTO b SELECT * FROM a",
        "CREATE INDEX a_k ON a (k)",
        "CREATE INDEX a_n ON a (n)",
        "ANALYZE",
      ])
        await engine.execute(sql);
    });

    test.each([
      ["find by a key", "a | find(x -> x.id == 3)", /Index Scan using a_pkey/],
      [
        "a filter by an indexed column",
        "a | filter(x -> x.k == 3)",
        /Index (?:Scan using|Cond).*\(?.*k/,
      ],
      [
        "a lookup for each of some rows",
        "a | filter(x -> x.k == 3) | map(x -> {x.id, b | find(y -> y.id == x.n)})",
        /Index Scan using b_pkey/,
      ],
      ["the first rows", "a | sort(x -> x.n) | slice(0, 3)", /Limit\n +-> +Index Scan using a_n/],
      [
        "the last rows",
        "a | sort(x -> -x.n) | slice(0, 3)",
        /Limit\n +-> +Index Scan Backward using a_n/,
      ],
      ["a page", "a | sort(x -> x.id) | slice(100, 110)", /Limit\n +-> +Index Scan using a_pkey/],
      [
        "a count of few",
        "a | filter(x -> x.k == 3) | count",
        /Index Only Scan using a_k|Bitmap Index Scan on a_k/,
      ],
    ])("uses the index for %s", async (_, body, expected) => {
      const plan = await planOf(body);
      expect(plan).toMatch(expected);
      expect(plan).not.toMatch(/WindowAgg|Sort Key: a\./);
    });
  });
});
