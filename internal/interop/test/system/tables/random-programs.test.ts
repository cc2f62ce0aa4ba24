// Random programs on tables, compiled by the original: optimized, they give what they gave, or what the interpreter gives.
import { programCodec, type SqlProgram } from "@lutra/bin/program";
import { duckDbRules, layOutSql, optimizeSql, postgresRules } from "@lutra/runner-sql";
import { createRandom } from "@lutra-internal/testing";
import { createDataFolder } from "@lutra-internal/testing/pglite";
import { describe, expect, onTestFinished, test } from "vitest";
import { buildPeer } from "../../../src/index.ts";
import { openDuckDb, openPglite, openPostgresServer } from "../../../src/tables/engines.ts";
import { compareTableProgram, noAgreement } from "../../../src/tables/oracle.ts";
import { randomTableProgram } from "../../../src/tables/random-program.ts";
import { compileTablePrograms, type NamedProgram } from "../../../src/tables/table-program.ts";

const { path: peer } = await buildPeer();

/** Number of programs; the seed of the first follows. */
const count = Number(process.env["LUTRA_TABLE_PROGRAMS"] ?? 500);
const first = Number(process.env["LUTRA_TABLE_PROGRAMS_FROM"] ?? 1);
/** Programs that are compiled at a time. */
const batch = 25;

/** Expects that the optimized SQL of a program is laid out the same later. */
function expectLayOut(bytes: Uint8Array): void {
  const { sql } = programCodec.decode(bytes).value as SqlProgram;
  const facts = { isTable: () => true, isUnique: () => true };
  for (const all of [postgresRules, duckDbRules]) {
    const { sql: optimized, rules } = optimizeSql(sql, all, { facts });
    if (rules.length === 0) continue;
    expect(layOutSql(optimized)).toBe(optimizeSql(sql, all, { facts, isLaidOut: true }).sql);
  }
}

describe.skipIf(peer === undefined)("random programs on tables", () => {
  test(`give the same when they are optimized, from seed ${first} on`, { timeout: 0 }, async () => {
    const { folder, remove } = await createDataFolder();
    onTestFinished(remove);
    await using pglite = await openPglite(folder);
    await using duckdb = await openDuckDb();
    await using server = await openPostgresServer();
    const engines = [pglite, duckdb, ...(server === undefined ? [] : [server])];
    const agreement = noAgreement();
    for (let start = first; start < first + count; start += batch) {
      const programs = Array.from({ length: Math.min(batch, first + count - start) }, (_, i) => {
        const seed = start + i;
        const named: NamedProgram = [`seed ${seed}`, randomTableProgram(createRandom(seed))];
        return named;
      });
      for (const program of await compileTablePrograms(peer!, programs)) {
        [...program.postgres, ...program.duckdb].forEach(expectLayOut);
        for (const { engine } of engines) await compareTableProgram(engine, program, agreement);
      }
      // What a long run finds is told at once.
      expect(agreement.faults).toEqual([]);
    }
    // Nearly all programs compile, twice for each database.
    expect(agreement.compared).toBeGreaterThan(3 * count);
    expect(agreement.repaired).toBeGreaterThan(count / 20);
  });
});
