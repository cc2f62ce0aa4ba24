import { DuckDBInstance } from "@duckdb/node-api";
import { expect, onTestFinished, test } from "vitest";
import { DuckDbRunner } from "../../src/index.ts";
import { createDuckDbNodeAdapter } from "../../src/node.ts";

test.each([
  [{}, true],
  [{ closeOnShutdown: false }, true],
  [{ closeOnShutdown: true }, false],
])("with the options %j a connection works after a shutdown: %s", async (options, isOpen) => {
  const database = await DuckDBInstance.create(":memory:");
  onTestFinished(() => database.closeSync());
  const connection = await database.connect();
  await new DuckDbRunner(createDuckDbNodeAdapter(connection, options)).shutdown();
  const works = await connection.run("SELECT 1").then(
    () => true,
    () => false,
  );
  expect(works).toBe(isOpen);
});
