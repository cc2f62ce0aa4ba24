// Times the workloads on tables in a PostgreSQL of the caller's, optimized, as compiled and by hand, and says what Citus sends to
// its workers: `distributed.ts URL [ORDERS] [citus]`. It drops and makes the tables `orders` and `customers`.
import { createPgAdapter } from "@lutra/runner-postgres/pg";
import { PostgresRunner } from "@lutra/runner-postgres";
import { programCodec, type SqlProgram } from "@lutra/bin/program";
import { optimizeSql, postgresRules } from "@lutra/runner-sql";
import { Client } from "pg";
import { compileWorkloads } from "./compile.ts";
import { tableWorkloads } from "./programs.ts";
import { postgresSetUp } from "./set-up.ts";

const [connectionString, orders = "100000", engine] = process.argv.slice(2);
if (connectionString === undefined) throw new TypeError("expected the URL of a database");
const client = new Client({ connectionString });
await client.connect();
await client.query("SET client_min_messages TO error");
await client.query("SET statement_timeout TO '60s'");

/** Statements of Citus, by the start of the one after which they come. */
const distribute: readonly (readonly [string, string])[] = [
  ["CREATE TABLE orders", "SELECT create_distributed_table('orders', 'id', shard_count := 8)"],
  ["CREATE TABLE customers", "SELECT create_reference_table('customers')"],
];

for (const sql of ["DROP TABLE IF EXISTS orders, customers", ...postgresSetUp(Number(orders))]) {
  await client.query(sql);
  const [, next] = distribute.find(([start]) => sql.startsWith(start)) ?? [];
  if (engine === "citus" && next !== undefined) await client.query(next);
}

/** Returns the median of five runs after a first one, in milliseconds; or the error's message. */
async function time(run: () => Promise<unknown>): Promise<string> {
  const times: number[] = [];
  try {
    for (let i = 0; i < 6; i++) {
      const startedAt = performance.now();
      await run();
      if (i > 0) times.push(performance.now() - startedAt);
    }
  } catch (error) {
    return (error as Error).message;
  }
  return times.toSorted((a, b) => a - b)[2]!.toFixed(1);
}

/** Returns the first line of each query that Citus sends to workers, with the number of workers' tables. */
async function tasksOf(sql: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ "QUERY PLAN": string }>(
    `EXPLAIN (COSTS OFF, VERBOSE) ${sql}`,
  );
  const lines = rows.map((row) => row["QUERY PLAN"].trim());
  return lines
    .filter((line) => /^(?:Query|Task Count):/.test(line))
    .map((line) => line.slice(0, 160));
}

const programs = await compileWorkloads("sqlPostgres");
console.log("| program | optimized, ms | as compiled, ms | SQL by hand, ms |\n| - | - | - | - |");
const sent: string[] = [];
for (const [name, program] of programs) {
  const { byHand, isEndlessAsCompiled = false } = tableWorkloads[name]!;
  const cells: string[] = [];
  for (const optimize of isEndlessAsCompiled ? [true] : [true, false]) {
    const runner = new PostgresRunner(createPgAdapter(client), { optimize });
    const prepared = await runner.prepare(program);
    cells.push(await time(() => runner.execute(prepared, new Uint8Array())));
    await runner.release(prepared);
  }
  if (isEndlessAsCompiled) cells.push("not tried");
  console.log(`| ${[name, ...cells, await time(() => client.query(byHand))].join(" | ")} |`);
  const { sql } = programCodec.decode(program.bytes).value as SqlProgram;
  if (engine === "citus") sent.push(name, ...(await tasksOf(optimizeSql(sql, postgresRules).sql)));
}
console.log(["", ...sent].join("\n"));
await client.end();
