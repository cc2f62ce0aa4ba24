import { AsyncDuckDB, VoidLogger } from "@duckdb/duckdb-wasm";
import type { ProgramCase } from "@lutra-internal/fixtures";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DuckDbRunner } from "../../src/index.ts";
import { createDuckDbWasmAdapter } from "../../src/wasm.ts";
import { caseTables } from "../support/case-tables.ts";
import { describeProgramCases } from "../support/describe-program-cases.ts";
import { describeValues } from "../support/describe-values.ts";
import { std, typedSql } from "../support/make-program.ts";

// Vite serves files where they are: one literal path for each.
const mainModule = new URL(
  "../../node_modules/@duckdb/duckdb-wasm/dist/duckdb-eh.wasm",
  import.meta.url,
);
// As text: Vite would take the script apart, and warn of each of its sources.
const mainWorker = new URL(
  "../../node_modules/@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js?raw",
  import.meta.url,
);
const cases = new URL("../../../../internal/fixtures/data/program-cases.json", import.meta.url);
const failures = new URL("../known-failures.txt", import.meta.url);

async function textOf(url: URL): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  return response.text();
}

const corpus = {
  cases: JSON.parse(await textOf(cases)) as readonly ProgramCase[],
  failures: await textOf(failures),
};

let worker: Worker;
let database: AsyncDuckDB;
let runner: DuckDbRunner;

beforeAll(async () => {
  const { default: script } = (await import(/* @vite-ignore */ mainWorker.href)) as {
    readonly default: string;
  };
  const scriptUrl = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  worker = new Worker(scriptUrl);
  database = new AsyncDuckDB(new VoidLogger(), worker);
  await database.instantiate(mainModule.href);
  await database.open({});
  const connection = await database.connect();
  // Extensions come from the network, and would make tests depend on it: this server has none.
  const nothing = new URL("/@fs/no-extensions", location.href).href;
  await connection.query(`SET custom_extension_repository = '${nothing}'`);
  for (const statement of caseTables) await connection.query(statement);
  runner = new DuckDbRunner(createDuckDbWasmAdapter(connection, { closeOnShutdown: true }));
}, 120_000);

afterAll(async () => {
  await runner.shutdown();
  await database.terminate();
  worker.terminate();
});

describe("on duckdb-wasm in a browser", () => {
  test("nothing of Node is there", () => {
    expect("Buffer" in globalThis || "process" in globalThis).toBe(false);
  });

  describeProgramCases("wasm", corpus, () => runner);

  describeValues(() => runner);

  test("a type that Lutra does not have is named", async () => {
    const program = typedSql("SELECT INTERVAL 1 DAY", std("Duration"));
    await expect(runner.run(program, undefined)).rejects.toThrow(
      /bad result: type mismatch: DuckDB has INTERVAL, but Lutra expects Duration/,
    );
  });
});
