// A program that was prepared for tables gives the same after views have taken their places.
import { tablePrograms } from "@lutra-internal/fixtures";
import { createDataFolder } from "@lutra-internal/testing/pglite";
import { programFromBytes } from "@lutra/runner-core";
import { expect, onTestFinished, test } from "vitest";
import { openDuckDb, openPglite } from "../../src/tables/engines.ts";
import { type TableEngine, textOfOutput } from "../../src/tables/oracle.ts";

/** Programs on the tables of the hand-written ones, which need nothing else of a database. */
const programs = tablePrograms().filter(({ name }) => !name.startsWith("random"));

/** Returns the result of a prepared program as text, or its error. */
async function outputs({ optimizing }: TableEngine, prepared: Prepared[]): Promise<string[]> {
  const texts: string[] = [];
  for (const { bytes, isOrdered, name, handle } of prepared) {
    try {
      const output = await optimizing.execute(handle, new Uint8Array());
      texts.push(`${name}: ${textOfOutput(bytes, output, isOrdered)}`);
    } catch (error) {
      texts.push(`${name}: ${String(error)}`);
    }
  }
  return texts;
}

interface Prepared {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly isOrdered: boolean;
  readonly handle: Awaited<ReturnType<TableEngine["optimizing"]["prepare"]>>;
}

test.each(["postgres", "duckdb"] as const)("in %s", async (database) => {
  const { folder, remove } = await createDataFolder();
  onTestFinished(remove);
  await using opened = database === "postgres" ? await openPglite(folder) : await openDuckDb();
  const { engine } = opened;
  for (const sql of programs[0]!.setUp) await engine.execute(sql);
  await engine.execute("CREATE UNIQUE INDEX a_id ON a (id)");
  await engine.execute("CREATE UNIQUE INDEX b_id ON b (id)");
  const prepared: Prepared[] = [];
  for (const { name, isOrdered, [database]: compiled } of programs) {
    for (const bytes of compiled) {
      const handle = await engine.optimizing.prepare(programFromBytes(bytes));
      prepared.push({ name, bytes, isOrdered, handle });
    }
  }
  const before = await outputs(engine, prepared);
  await engine.execute("DROP INDEX a_id");
  await engine.execute("DROP INDEX b_id");
  for (const table of ["a", "b"]) {
    await engine.execute(`ALTER TABLE ${table} RENAME TO old_${table}`);
    await engine.execute(`CREATE VIEW ${table} AS SELECT * FROM old_${table}`);
  }
  expect(await outputs(engine, prepared)).toEqual(before);
  expect(prepared.length).toBeGreaterThan(50);
});
