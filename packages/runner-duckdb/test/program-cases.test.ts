import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe } from "vitest";
import { DuckDbRunner } from "../src/index.ts";
import { createDuckDbNodeAdapter } from "../src/node.ts";
import { describeProgramCases } from "./support/describe-program-cases.ts";
import { caseTables } from "./support/case-tables.ts";
import { readCorpus } from "./support/read-corpus.ts";

let runner: DuckDbRunner;

beforeAll(async () => {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  await connection.run("SET TimeZone = 'UTC'");
  for (const statement of caseTables) await connection.run(statement);
  runner = new DuckDbRunner(createDuckDbNodeAdapter(connection, { closeOnShutdown: true }));
});

afterAll(() => runner.shutdown());

describe("on DuckDB in Node", () => {
  describeProgramCases("node", readCorpus(), () => runner);
});
