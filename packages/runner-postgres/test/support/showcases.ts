import { readFileSync } from "node:fs";
import { codecsFor } from "@lutra/bin/program";
import { programFromBytes } from "@lutra/runner-core";
import { showcase, type Showcase, showcaseNames } from "@lutra-internal/fixtures";
import { describe, expect, test } from "vitest";
import { PostgresRunner } from "../../src/index.ts";
import type { Engine } from "./engine.ts";

const showcases = showcaseNames()
  .map(showcase)
  .filter(({ sqlPostgres }) => sqlPostgres !== undefined);

interface ExpectedTable {
  readonly query: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/** Runs the example programs, also those that read and write tables. */
export function testShowcases(engine: () => Engine): void {
  async function outputOf({ sqlPostgres, input }: Showcase): Promise<Uint8Array> {
    const runner = new PostgresRunner(engine().adapter);
    const program = programFromBytes(sqlPostgres ?? new Uint8Array());
    return runner.execute(await runner.prepare(program), input);
  }

  test("eleven of the examples compile for PostgreSQL", () => {
    expect(showcases).toHaveLength(11);
  });

  test.each(showcases.map((each) => [each.name, each] as const))("example %s", async (_, each) => {
    const { output } = codecsFor(each.programType);
    const expected = output.decode(each.expected);
    expect(output.decode(await outputOf(each))).toEqual(expected);
  });

  describe("with tables", () => {
    const file = (name: string, path: string): string =>
      readFileSync(
        new URL(`../../../../examples/programs/sql-tables/${name}/${path}`, import.meta.url),
        "utf8",
      );

    test("top-customers reads two tables", async () => {
      await engine().execute("drop table if exists customers, orders");
      await engine().execute(file("top-customers", "postgres.sql"));
      const each = showcase("sql-tables/top-customers");
      const { output } = codecsFor(each.programType);
      expect(output.decode(await outputOf(each))).toEqual(output.decode(each.expected));
    });

    test("archive-orders writes rows, and gives the unit", async () => {
      await engine().execute("drop table if exists archive; set timezone = 'UTC'");
      await engine().execute(file("archive-orders", "postgres.sql"));
      expect(await outputOf(showcase("sql-tables/archive-orders"))).toEqual(new Uint8Array());
      const expected = JSON.parse(file("archive-orders", "expected-table.json")) as ExpectedTable;
      const cells = expected.columns.map((column) => `${column}::text`).join(", ");
      const query = expected.query.replace(/^select .* from/, `select ${cells} from`);
      expect(await engine().adapter.query(query, [])).toEqual(expected.rows);
    });
  });
}
