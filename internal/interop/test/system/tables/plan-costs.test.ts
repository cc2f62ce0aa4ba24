// PostgreSQL's planner expects no program to cost more for being optimized, but for those whose order is repaired.
import { PGlite } from "@electric-sql/pglite";
import { programCodec, type SqlProgram } from "@lutra/bin/program";
import { optimizeSql } from "@lutra/runner-sql";
import {
  bytesFromHex,
  programCases,
  showcase,
  showcaseNames,
  tablePrograms,
} from "@lutra-internal/fixtures";
import { createDataFolder } from "@lutra-internal/testing/pglite";
import { afterAll, beforeAll, expect, test } from "vitest";

let database: PGlite;
let removeFolder: (() => Promise<void>) | undefined;

beforeAll(async () => {
  const { folder, remove } = await createDataFolder();
  removeFolder = remove;
  database = await PGlite.create(folder);
});

afterAll(async () => {
  await database.close();
  await removeFolder?.();
});

/** Rules that give a program the order that it asks for, and the compiler's SQL does not. */
const repairs: ReadonlySet<string> = new Set(["state-order", "order-flat-maps"]);

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

/** Outcome of comparing costs. */
interface Comparison {
  /** Number of programs that are optimized, and not repaired. */
  compared: number;
  /** Programs that cost more than a tenth more. */
  readonly dearer: string[];
}

async function compareCosts(
  name: string,
  bytes: Uint8Array,
  comparison: Comparison,
): Promise<void> {
  const { sql } = programCodec.decode(bytes).value as SqlProgram;
  const optimized = optimizeSql(sql);
  if (optimized.rules.length === 0 || optimized.rules.some((rule) => repairs.has(rule))) return;
  const before = await costOf(sql);
  const after = await costOf(optimized.sql);
  comparison.compared++;
  // A unit is the read of one page: less than that is no difference.
  if (after <= 1.1 * before + 1) return;
  comparison.dearer.push(`${name}: ${before}, optimized ${after}\n${sql}\n${optimized.sql}`);
}

/** Gives a table a hundred times its rows, each with an id of its own, and an index of those. */
function grow(table: string): string {
  return `INSERT INTO ${table} SELECT ${table}.* FROM ${table}, generate_series(2, 100);
    WITH numbered AS (SELECT ctid AS row, row_number() OVER () AS id FROM ${table})
    UPDATE ${table} SET id = numbered.id FROM numbered WHERE ${table}.ctid = numbered.row;
    CREATE INDEX ON ${table} (id);
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
  const comparison: Comparison = { compared: 0, dearer: [] };
  for (const { name, setUp, postgres } of programs) {
    if (postgres.length === 0) continue;
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

test("the cases and examples cost no more", async () => {
  await database.exec(
    "CREATE TABLE vec_rows (id int4 NOT NULL, label text NOT NULL, day date NOT NULL, note text)",
  );
  const comparison: Comparison = { compared: 0, dearer: [] };
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
