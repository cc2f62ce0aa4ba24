import { DuckDBInstance } from "@duckdb/node-api";
import { onTestFinished } from "vitest";
import { DuckDbRunner } from "../src/index.ts";
import { createDuckDbNodeAdapter } from "../src/node.ts";
import { describeShowcases } from "./support/describe-showcases.ts";

describeShowcases(async () => {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  await connection.run("SET TimeZone = 'UTC'");
  const runner = new DuckDbRunner(createDuckDbNodeAdapter(connection, { closeOnShutdown: true }));
  onTestFinished(() => runner.shutdown());
  return {
    runner,
    execute: async (sql) =>
      (await connection.runAndReadAll(sql)).getRowsJson() as (string | null)[][],
  };
});
