import { beforeAll, describe, expect, test } from "vitest";
import { DuckDbRunner } from "../../src/index.ts";
import { createWasmAdapter } from "../../src/wasm.ts";
import { caseTables } from "../support/case-tables.ts";
import { describeProgramCases } from "../support/describe-program-cases.ts";
import { describeValues } from "../support/describe-values.ts";
import { std, typedSql } from "../support/make-program.ts";
import { openWasm } from "../support/open-wasm.ts";
import { readCorpus } from "../support/read-corpus.ts";

let runner: DuckDbRunner;

beforeAll(async () => {
  const connection = (await openWasm()).connect();
  for (const statement of caseTables) connection.query(statement);
  runner = new DuckDbRunner(createWasmAdapter(connection));
}, 60_000);

describe("on duckdb-wasm", () => {
  describeProgramCases("wasm", readCorpus(), () => runner);

  describeValues(() => runner);

  test("a type that Lutra does not have is named", async () => {
    const program = typedSql("SELECT INTERVAL 1 DAY", std("Duration"));
    await expect(runner.run(program, undefined)).rejects.toThrow(
      /bad result: type mismatch: DuckDB has Interval.*, but Lutra expects Duration/,
    );
  });

  test("tables are described", async () => {
    expect(await runner.getInterface()).toContain(
      "type VecRow: {id: enum {none, some: Int32}, label: enum {none, some: Text}",
    );
  });
});
