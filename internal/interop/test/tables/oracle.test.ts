// Programs on tables, optimized, give what they give as compiled or what the interpreter gives for the same rows.
import { tablePrograms } from "@lutra-internal/fixtures";
import { programCodec, type SqlProgram } from "@lutra/bin/program";
import { createDataFolder } from "@lutra-internal/testing/pglite";
import { duckDbRules, optimizeSql, postgresRules } from "@lutra/runner-sql";
import { beforeAll, describe, expect, test } from "vitest";
import { openDuckDb, openPglite } from "../../src/tables/engines.ts";
import {
  compareTableProgram,
  noAgreement,
  type Optimize,
  type TableEngine,
} from "../../src/tables/oracle.ts";

const programs = tablePrograms();
let engines: readonly TableEngine[] = [];

beforeAll(async () => {
  const { folder, remove } = await createDataFolder();
  const opened = [await openPglite(folder), await openDuckDb()];
  engines = opened.map(({ engine }) => engine);
  return async () => {
    for (const each of opened) await each[Symbol.asyncDispose]();
    await remove();
  };
}, 60_000);

const allRules = [...new Set([...postgresRules, ...duckDbRules])];

/** Rules for what others leave. */
const needOthers: ReadonlySet<string> = new Set([
  "join-finds",
  "leave-out-none",
  "order-lookups",
  "inline-scans",
  "share-aggregates",
  "descend-keys",
  "keep-first-rows",
  "join-first-rows",
  "join-unique-keys",
]);

/** Programs whose order does not come from a repair, which is a rule of its own. */
const ordered = programs.filter(({ isOrdered, postgres, duckdb }) =>
  [...postgres, ...duckdb].every((bytes) => {
    const { sql } = programCodec.decode(bytes).value as SqlProgram;
    return !isOrdered || !optimizeSql(sql, postgresRules).rules.includes("order-flat-maps");
  }),
);

describe("the committed programs on tables", () => {
  test("give the same with all rules, and some of them what they should", async () => {
    const agreement = noAgreement();
    for (const engine of engines) {
      for (const program of programs) await compareTableProgram(engine, program, agreement);
    }
    expect(agreement.faults).toEqual([]);
    expect(agreement.compared).toBeGreaterThan(programs.length);
    expect(agreement.unchanged).toBe(0);
    expect(agreement.repaired).toBeGreaterThan(2);
  });

  test.each(allRules)("give the same with $name alone", async (rule) => {
    const agreement = noAgreement();
    const alone: Optimize = (sql, facts) => optimizeSql(sql, [rule], { facts });
    const first = allRules.indexOf(rule) % 3;
    for (const engine of engines) {
      for (const program of ordered.filter((_, i) => i % 3 === first)) {
        await compareTableProgram(engine, program, agreement, alone);
      }
    }
    expect(agreement.faults).toEqual([]);
    const mustFire = !needOthers.has(rule.name);
    expect(!mustFire || agreement.unchanged < agreement.compared).toBe(true);
  });
});
