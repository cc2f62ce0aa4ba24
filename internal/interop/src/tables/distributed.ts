// Compares programs on tables in Citus with those on one server: `distributed.ts URL [RANDOM_PROGRAMS [SEED]]`, with the URL
// of a coordinator. It runs the hand-written programs, or random ones, and drops and makes the tables `a` and `b`.
import { PostgresRunner } from "@lutra/runner-postgres";
import { createPgAdapter } from "@lutra/runner-postgres/pg";
import { createRandom } from "@lutra-internal/testing";
import { Client } from "pg";
import { buildPeer } from "../index.ts";
import { postgresPrelude } from "./engines.ts";
import { handTablePrograms } from "./hand-programs.ts";
import { type Outcome, outcomeOf, type TableEngine } from "./oracle.ts";
import { randomTableProgram } from "./random-program.ts";
import { compileTablePrograms, type NamedProgram, type TableProgram } from "./table-program.ts";

/** Statements that distribute the tables. */
const layouts: Readonly<Record<string, readonly string[]>> = {
  "one server": [],
  "both distributed by id": [distribute("a"), distribute("b")],
  "a distributed by id, b a reference table": [
    distribute("a"),
    "SELECT create_reference_table('b')",
  ],
};

const [connectionString, count = "0", seed = "1"] = process.argv.slice(2);
const { path: peer } = await buildPeer();
if (connectionString === undefined) throw new TypeError("expected the URL of a database");
if (peer === undefined) throw new TypeError("the compiler is missing: install cargo");
const client = new Client({ connectionString });
await client.connect();
await client.query("SET client_min_messages TO error");
await client.query("SET statement_timeout TO '30s'");
// They stay in the database, for a second run.
for (const sql of postgresPrelude) await client.query(sql).catch(() => {});

const named = Number(count) === 0 ? [...handTablePrograms()] : randomPrograms();
const programs = await compileTablePrograms(peer, named);
const plain = await outcomes("one server", true);
for (const layout of Object.keys(layouts).slice(1)) {
  const optimized = await outcomes(layout, true);
  const asCompiled = await outcomes(layout, false);
  const counts: Record<string, number> = {};
  for (const [key, { text, isError }] of optimized) {
    const isRefused = isError && text.includes("0A000");
    const isRight = text === plain.get(key)?.text;
    const refusal = asCompiled.get(key)?.isError === true ? "refused, as compiled" : "refused";
    const verdict = isRefused ? refusal : isRight ? "right" : "different";
    counts[verdict] = (counts[verdict] ?? 0) + 1;
    if (!isRight && verdict !== "refused, as compiled")
      console.log(`${verdict}: ${key}\n  ${text}`);
  }
  console.log(layout, counts);
}
await client.end();

function distribute(table: string): string {
  return `SELECT create_distributed_table('${table}', 'id', shard_count := 4)`;
}

function randomPrograms(): readonly NamedProgram[] {
  return Array.from({ length: Number(count) }, (_, i) => {
    const number = Number(seed) + i;
    return [`seed ${number}`, randomTableProgram(createRandom(number))];
  });
}

/** Runs all programs whose tables can be laid out so. */
async function outcomes(layout: string, optimize: boolean): Promise<ReadonlyMap<string, Outcome>> {
  const runner = new PostgresRunner(createPgAdapter(client), { optimize });
  const engine: TableEngine = {
    name: "postgres",
    runner,
    optimizing: runner,
    execute: (sql) => client.query(sql),
    read: async (sql) => (await client.query(sql)).rows as readonly unknown[],
  };
  const found = new Map<string, Outcome>();
  for (const program of programs) {
    for (const [i, bytes] of program.postgres.entries()) {
      if (!(await layOut(program, layouts[layout]!))) continue;
      const key = `${program.name}, ${i}: ${program.body}`;
      found.set(key, await outcomeOf(engine, bytes, { ...program, setUp: [] }));
    }
  }
  return found;
}

/** Makes the tables of a program; returns `false` for those that Citus cannot distribute, such as views. */
async function layOut({ setUp }: TableProgram, statements: readonly string[]): Promise<boolean> {
  for (const kind of ["VIEW", "TABLE"]) {
    for (const table of ["a", "b"]) {
      await client.query(`DROP ${kind} IF EXISTS ${table} CASCADE`).catch(() => {});
    }
  }
  try {
    for (const sql of [...setUp, ...statements]) await client.query(sql);
    return true;
  } catch {
    return false;
  }
}
