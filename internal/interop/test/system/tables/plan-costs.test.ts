// PostgreSQL's planner expects no program to cost more for being optimized, but for those whose order is repaired.
// LUTRA_TABLE_PROGRAMS=500 compares as many random programs, from seed LUTRA_TABLE_PROGRAMS_FROM on.
import { PGlite } from "@electric-sql/pglite";
import { programCodec, type SqlProgram } from "@lutra/bin/program";
import { optimizeSql, postgresRules, type TableFacts } from "@lutra/runner-sql";
import {
  bytesFromHex,
  programCases,
  showcase,
  showcaseNames,
  tablePrograms,
} from "@lutra-internal/fixtures";
import { createRandom } from "@lutra-internal/testing";
import { createDataFolder } from "@lutra-internal/testing/pglite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildPeer } from "../../../src/index.ts";
import { postgresPrelude } from "../../../src/tables/engines.ts";
import { randomTableProgram } from "../../../src/tables/random-program.ts";
import { compileTablePrograms, type NamedProgram } from "../../../src/tables/table-program.ts";

const { path: peer } = await buildPeer();

/** Number of random programs; the seed of the first follows. */
const count = Number(process.env["LUTRA_TABLE_PROGRAMS"] ?? 50);
const first = Number(process.env["LUTRA_TABLE_PROGRAMS_FROM"] ?? 1);
/** Programs that are compiled at a time. */
const batch = 25;

let database: PGlite;
let removeFolder: (() => Promise<void>) | undefined;

beforeAll(async () => {
  const { folder, remove } = await createDataFolder();
  removeFolder = remove;
  database = await PGlite.create(folder);
  await database.exec(postgresPrelude.join(";"));
});

afterAll(async () => {
  await database.close();
  await removeFolder?.();
});

/**
 * Checks for a program that the optimizer makes do more than the compiler's SQL does, since that does something else: it
 * joins texts and inserts rows without a sort, and its `slice` of a `flat_map` takes all items of some outer rows.
 */
function isRepaired(rules: readonly string[]): boolean {
  const isFlatMap = rules.includes("order-flat-maps");
  return rules.includes("state-order") || (isFlatMap && rules.includes("limit-slices"));
}

/**
 * Tables that are tables, with a unique index of their ids, which {@link grow} makes. The second join of a lookup by such a
 * key costs as much as if it were executed.
 */
const facts: TableFacts = {
  isTable: () => true,
  isUnique: ({ columns }) => columns.some(({ name }) => name === "id"),
};

/** Costs of asking the catalog twice if a key is unique, which is all that a lookup in an empty table costs. */
const catalogCost = 50;

interface Explained {
  readonly "QUERY PLAN": readonly [{ readonly Plan: { readonly "Total Cost": number } }];
}

/** Returns the cost that the planner expects of a statement, whatever its parameters are. Executes nothing. */
async function costOf(sql: string): Promise<number> {
  const [result] = await database.exec(`EXPLAIN (GENERIC_PLAN, FORMAT JSON) ${sql}`);
  const rows: readonly unknown[] = result?.rows ?? [];
  const [row] = rows as readonly Explained[];
  if (row === undefined) throw new Error(`no plan of ${sql}`);
  return row["QUERY PLAN"][0].Plan["Total Cost"];
}

/** Codes of faults that statements of the compiler have: syntax, and a row of a group that is taken as it is. */
const compilerFaults: ReadonlySet<unknown> = new Set(["42601", "42803"]);

/** Returns the cost that the planner expects; undefined for a statement with a fault of the compiler. */
async function costIfAccepted(sql: string): Promise<number | undefined> {
  try {
    return await costOf(sql);
  } catch (error) {
    if (compilerFaults.has((error as { code?: unknown }).code)) return undefined;
    throw error;
  }
}

/** Outcome of comparing costs. */
interface Comparison {
  /** Number of programs that are optimized, and not repaired. */
  compared: number;
  /** Programs that cost more than a tenth more. */
  readonly dearer: string[];
}

function nothingCompared(): Comparison {
  return { compared: 0, dearer: [] };
}

async function compareCosts(
  name: string,
  bytes: Uint8Array,
  comparison: Comparison,
): Promise<void> {
  const { sql } = programCodec.decode(bytes).value as SqlProgram;
  const optimized = optimizeSql(sql, postgresRules, { facts });
  if (optimized.rules.length === 0 || isRepaired(optimized.rules)) return;
  const before = await costIfAccepted(sql);
  if (before === undefined) return;
  const after = await costOf(optimized.sql);
  comparison.compared++;
  // A unit is the read of one page: less than that is no difference.
  const constant = optimized.rules.includes("join-unique-keys") ? catalogCost : 1;
  if (after <= 1.1 * before + constant) return;
  comparison.dearer.push(`${name}: ${before}, optimized ${after}\n${sql}\n${optimized.sql}`);
}

/** Gives a table that has rows 1,200 or a few less, each with an id of its own, and indexes of what programs look for. */
function grow(table: string): string {
  return `DROP INDEX IF EXISTS ${table}_key;
    INSERT INTO ${table} SELECT ${table}.* FROM ${table}, (SELECT count(*) FROM ${table}) AS given, generate_series(2, 1200 / greatest(given.count, 1));
    WITH numbered AS (SELECT ctid AS row, row_number() OVER () AS id FROM ${table})
    UPDATE ${table} SET id = numbered.id FROM numbered WHERE ${table}.ctid = numbered.row;
    CREATE UNIQUE INDEX ON ${table} (id);
    CREATE INDEX ON ${table} (k);
    ANALYZE ${table};`;
}

/** Compares programs on tables `a` and `b`. */
async function compareOnTables(
  programs: readonly {
    readonly name: string;
    readonly setUp: readonly string[];
    readonly postgres: readonly Uint8Array[];
  }[],
): Promise<Comparison> {
  const comparison = nothingCompared();
  for (const { name, setUp, postgres } of programs) {
    // Rows are copied with all columns, and moved.
    const isPlain = !/GENERATED|PARTITION/.test(setUp.join());
    if (postgres.length === 0 || !isPlain) continue;
    await database.exec([...setUp, grow("a"), grow("b")].join(";\n"));
    for (const bytes of postgres) await compareCosts(name, bytes, comparison);
  }
  return comparison;
}

test("the committed programs on tables cost no more", async () => {
  const { compared, dearer } = await compareOnTables(tablePrograms());
  expect(dearer).toEqual([]);
  expect(compared).toBeGreaterThan(50);
});

test.skipIf(peer === undefined)(
  `random programs on tables cost no more, from seed ${first} on`,
  { timeout: 0 },
  async () => {
    let compared = 0;
    for (let start = first; start < first + count; start += batch) {
      const programs = Array.from({ length: Math.min(batch, first + count - start) }, (_, i) => {
        const seed = start + i;
        const named: NamedProgram = [`seed ${seed}`, randomTableProgram(createRandom(seed))];
        return named;
      });
      const comparison = await compareOnTables(await compileTablePrograms(peer!, programs));
      // What a long run finds is told at once.
      expect(comparison.dearer).toEqual([]);
      compared += comparison.compared;
    }
    // A program has up to three statements; about half of the programs are left out or repaired.
    expect(compared).toBeGreaterThan(count / 2);
  },
);

test("the cases and examples cost no more", async () => {
  await database.exec(
    "CREATE TABLE vec_rows (id int4 NOT NULL, label text NOT NULL, day date NOT NULL, note text)",
  );
  const comparison = nothingCompared();
  for (const { name, postgres } of programCases()) {
    if (postgres.program_hex === undefined) continue;
    await compareCosts(name, bytesFromHex(postgres.program_hex), comparison);
  }
  for (const name of showcaseNames()) {
    const { sqlPostgres } = showcase(name);
    if (sqlPostgres !== undefined) await compareCosts(name, sqlPostgres, comparison);
  }
  expect(comparison.dearer).toEqual([]);
  expect(comparison.compared).toBeGreaterThan(30);
});
