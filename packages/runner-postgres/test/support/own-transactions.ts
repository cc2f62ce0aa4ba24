import { programFromBytes } from "@lutra/runner-core";
import { tablePrograms } from "@lutra-internal/fixtures";
import { expect, test } from "vitest";
import { PostgresRunner } from "../../src/index.ts";
import type { PostgresAdapter } from "../../src/adapter.ts";

/** A connection of a caller, who has a transaction on it. */
export interface OwnConnection {
  /** Executes statements. */
  readonly execute: (script: string) => Promise<unknown>;
  /** Begins a transaction, and commits it after the work. */
  readonly transact: (
    work: (adapter: PostgresAdapter, execute: OwnConnection["execute"]) => Promise<void>,
  ) => Promise<void>;
  /** Returns the number of rows of a table. */
  readonly count: (table: string) => Promise<number>;
}

const { setUp, postgres } = tablePrograms().find(({ name }) => name === "a lookup for each")!;
const program = programFromBytes(postgres[0]!);
const input = new Uint8Array();

/** Tests that a transaction goes on if the server cannot tell what `prepare` asks. */
export function testOwnTransactions(connection: () => OwnConnection): void {
  test("a transaction of the caller goes on if the role may not read the catalog", async () => {
    const { execute, transact, count } = connection();
    await execute(
      [
        "DROP TABLE IF EXISTS a, b CASCADE",
        ...setUp,
        "CREATE TABLE written (v int4)",
        "CREATE ROLE blind",
        "GRANT ALL ON a, b, written TO blind",
        "REVOKE SELECT ON pg_catalog.pg_class FROM PUBLIC",
        "SET ROLE blind",
      ].join(";\n"),
    );
    try {
      const executed: string[] = [];
      await transact(async (adapter, write) => {
        await write("INSERT INTO written VALUES (1)");
        const query: typeof adapter.query = async (sql, ...others) => {
          executed.push(sql);
          return adapter.query(sql, ...others);
        };
        const runner = new PostgresRunner({ query });
        const prepared = await runner.prepare(program);
        await write("INSERT INTO written VALUES (2)");
        const output = await runner.execute(prepared, input);
        const plain = new PostgresRunner(adapter, { optimize: false });
        expect(output).toEqual(await plain.execute(await plain.prepare(program), input));
      });
      expect(executed[0]).toContain("pg_catalog");
      expect(executed).toHaveLength(2);
      expect(await count("written")).toBe(2);
    } finally {
      await execute(
        "RESET ROLE; GRANT SELECT ON pg_catalog.pg_class TO PUBLIC; DROP TABLE written; DROP OWNED BY blind; DROP ROLE blind",
      );
    }
  });
}
