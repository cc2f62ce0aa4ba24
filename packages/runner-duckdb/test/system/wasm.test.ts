import { beforeAll, describe } from "vitest";
import { DuckDbRunner } from "../../src/index.ts";
import { createWasmAdapter } from "../../src/wasm.ts";
import { caseTables } from "../support/case-tables.ts";
import { describeProgramCases } from "../support/describe-program-cases.ts";
import { openWasm } from "../support/open-wasm.ts";

let runner: DuckDbRunner;

beforeAll(async () => {
  const connection = (await openWasm()).connect();
  for (const statement of caseTables) connection.query(statement);
  runner = new DuckDbRunner(createWasmAdapter(connection));
}, 60_000);

describe("on duckdb-wasm", () => {
  describeProgramCases("wasm", () => runner);
});
