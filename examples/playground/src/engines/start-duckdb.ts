import { AsyncDuckDB, VoidLogger } from "@duckdb/duckdb-wasm";
import wasm from "@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url";
import script from "@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js?url";
import { DuckDbRunner } from "@lutra/runner-duckdb";
import { createDuckDbWasmAdapter } from "@lutra/runner-duckdb/wasm";
import type { StartedEngine } from "./engine.ts";

/** Starts DuckDB on a database in memory, and a runner on it. */
export async function startDuckDb(): Promise<StartedEngine> {
  const worker = new Worker(script);
  const database = new AsyncDuckDB(new VoidLogger(), worker);
  await database.instantiate(new URL(wasm, location.href).href);
  await database.open({});
  const connection = await database.connect();
  const run = new DuckDbRunner(createDuckDbWasmAdapter(connection));
  return { run, terminate: () => worker.terminate() };
}
