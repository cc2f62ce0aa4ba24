import { createRequire } from "node:module";
import type { WasmConnection } from "../../src/wasm.ts";

interface BlockingDuckDb {
  instantiate(onProgress: () => void): Promise<unknown>;
  open(config: object): void;
  connect(): WasmConnection & { query(sql: string): unknown };
  registerFileBuffer(name: string, bytes: Uint8Array): void;
}

interface BlockingModule {
  createDuckDB(bundles: object, logger: object, runtime: object): Promise<BlockingDuckDb>;
  readonly VoidLogger: new () => object;
  readonly NODE_RUNTIME: object;
}

/** Starts duckdb-wasm on this thread. */
export async function openWasm(): Promise<BlockingDuckDb> {
  const require = createRequire(import.meta.url);
  const module = require("@duckdb/duckdb-wasm/blocking") as BlockingModule;
  const bundle = (name: string): object => ({
    mainModule: require.resolve(`@duckdb/duckdb-wasm/dist/duckdb-${name}.wasm`),
    mainWorker: "",
  });
  const { VoidLogger, NODE_RUNTIME } = module;
  const bundles = { mvp: bundle("mvp"), eh: bundle("eh") };
  const database = await module.createDuckDB(bundles, new VoidLogger(), NODE_RUNTIME);
  await database.instantiate(() => {});
  database.open({});
  // Extensions would come from the network, and this thread would wait for them.
  const connection = database.connect();
  connection.query("SET autoinstall_known_extensions = false");
  connection.query("SET autoload_known_extensions = false");
  return database;
}
