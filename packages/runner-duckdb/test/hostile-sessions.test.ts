import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { runnerFailure } from "@lutra-internal/testing";
import { expect, onTestFinished, test } from "vitest";
import { DuckDbRunner } from "../src/index.ts";
import { createDuckDbNodeAdapter, openDuckDb } from "../src/node.ts";
import { attack, harmless, insert, rows } from "./support/attack-session.ts";
import { std, typedSql, unitTy } from "./support/make-program.ts";

const seeds = Array.from({ length: Number(process.env["LUTRA_ATTACKS"] ?? 1) }, (_, i) => i + 1);

test.each(seeds)("a statement leaves the session as it found it, seed %i", async (seed) => {
  const folder = await mkdtemp(join(tmpdir(), "duckdb-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "memory.db");
  const first = await openDuckDb(file);
  const visibleRows = (): Promise<number[]> => first.run(rows, undefined) as Promise<number[]>;
  const outcome = await attack(first, visibleRows, seed);
  await first.shutdown();
  expect(outcome).toMatchObject(harmless);
  // What was acknowledged is there after a restart.
  await using second = await openDuckDb(file);
  expect(await second.run(rows, undefined)).toHaveLength(outcome.written);
});

test("a caller's own transaction stays the caller's", async () => {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  onTestFinished(() => connection.disconnectSync());
  const runner = new DuckDbRunner(createDuckDbNodeAdapter(connection));
  const nothing = new Uint8Array(0);
  const prepared = await runner.prepare(rows.program);
  const count = async (): Promise<number> =>
    (rows.output.decode(await runner.execute(prepared, nothing)) as number[]).length;
  await connection.run("CREATE TABLE t(i INT)");
  await connection.run("CREATE TEMP VIEW mine AS SELECT 1::INT4 AS i");
  for (const [end, left] of [
    ["ROLLBACK", 0],
    ["COMMIT", 1],
  ] as const) {
    await connection.run("BEGIN");
    await insert(runner, 1);
    expect(await runnerFailure(runner.run(typedSql("COMMIT", unitTy), undefined))).toMatchObject({
      code: "PREPARE_ERROR",
    });
    expect(await count()).toBe(1);
    await connection.run(end);
    expect(await count()).toBe(left);
  }
  expect(await runner.run(typedSql("FROM mine", std("Int32")), undefined)).toBe(1);
});
