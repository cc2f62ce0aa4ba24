import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe } from "vitest";
import { DuckDbRunner } from "../src/index.ts";
import { createDuckDbNodeAdapter } from "../src/node.ts";
import { describeDates } from "./support/describe-dates.ts";

let connection: DuckDBConnection;
let runner: DuckDbRunner;

beforeAll(async () => {
  connection = await (await DuckDBInstance.create(":memory:")).connect();
  runner = new DuckDbRunner(createDuckDbNodeAdapter(connection, { closeOnShutdown: true }));
});

afterAll(() => runner.shutdown());

describe("on DuckDB in Node", () => {
  describeDates(
    () => runner,
    async (zone) => {
      await connection.run(`SET TimeZone = '${zone}'`);
    },
  );
});
