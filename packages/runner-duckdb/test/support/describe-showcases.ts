import { readFileSync } from "node:fs";
import { codecsFor } from "@lutra/bin/program";
import { programFromBytes } from "@lutra/runner-core";
import { showcase, type Showcase, showcaseNames } from "@lutra-internal/fixtures";
import { expect, test } from "vitest";
import type { DuckDbRunner } from "../../src/index.ts";

const examples = new URL("../../../../examples/programs/", import.meta.url);

interface Expected {
  readonly query: string;
  readonly rows: readonly (readonly (string | null)[])[];
}

/** A database in memory, which the test that opens it closes. */
export interface Database {
  readonly runner: DuckDbRunner;
  /** Executes statements, and gives the rows of the last as texts. */
  readonly execute: (sql: string) => Promise<readonly (readonly (string | null)[])[]>;
}

async function outputOf(runner: DuckDbRunner, { sqlDuckDb, input }: Showcase): Promise<Uint8Array> {
  const prepared = await runner.prepare(programFromBytes(sqlDuckDb as Uint8Array));
  return runner.execute(prepared, input);
}

const showcases = showcaseNames()
  .map(showcase)
  .filter(({ name, sqlDuckDb }) => sqlDuckDb !== undefined && name !== "portfolio");

/**
 * Executes the showcase programs, and those that read and write tables.
 *
 * @param missing showcases that fail because an extension, which is named, comes from the network
 */
export function describeShowcases(
  openDatabase: () => Promise<Database>,
  missing: ReadonlyMap<string, string> = new Map(),
): void {
  test("portfolio is refused, because DuckDB takes no enums in arrays", async () => {
    const { runner } = await openDatabase();
    await expect(outputOf(runner, showcase("portfolio"))).rejects.toThrow(
      "DuckDB reads no enum but options inside of an array (at .kind)",
    );
  });

  test("most showcases run on DuckDB", () => {
    expect(showcases.length).toBeGreaterThanOrEqual(9);
  });

  test.each([...missing])("showcase %s wants the extension %s", async (name, extension) => {
    const { runner } = await openDatabase();
    await expect(outputOf(runner, showcase(name))).rejects.toThrow(`extension '${extension}'`);
  });

  test.each(
    showcases.filter(({ name }) => !missing.has(name)).map((each) => [each.name, each] as const),
  )("showcase %s", async (_, each) => {
    const { runner } = await openDatabase();
    const { output } = codecsFor(each.programType);
    const bytes = await outputOf(runner, each);
    expect(output.decode(bytes)).toEqual(output.decode(each.expected));
  });

  test("top-customers reads tables", async () => {
    const { runner, execute } = await openDatabase();
    await execute(readFileSync(new URL("sql-tables/top-customers/duckdb.sql", examples), "utf8"));
    const each = showcase("sql-tables/top-customers");
    const { output } = codecsFor(each.programType);
    expect(output.decode(await outputOf(runner, each))).toEqual(output.decode(each.expected));
  });

  test("archive-orders inserts rows", async () => {
    const { runner, execute } = await openDatabase();
    await execute(readFileSync(new URL("sql-tables/archive-orders/duckdb.sql", examples), "utf8"));
    expect(await outputOf(runner, showcase("sql-tables/archive-orders"))).toEqual(
      new Uint8Array(0),
    );
    const file = new URL("sql-tables/archive-orders/expected-table.json", examples);
    const { query, rows } = JSON.parse(readFileSync(file, "utf8")) as Expected;
    expect(await execute(query)).toEqual(rows);
  });
}
