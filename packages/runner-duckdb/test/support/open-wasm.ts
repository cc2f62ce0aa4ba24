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

/** A server that has nothing. */
class NotFound {
  readonly status = 404;
  open(): void {}
  send(): void {}
}

/**
 * Starts duckdb-wasm on this thread.
 *
 * Extensions come from the network, and would make tests depend on it. Here there are none: a request for one fails, as
 * in a browser. (Without an XMLHttpRequest the engine would ask in another thread, and wait for ever for a server that
 * cannot be reached.)
 */
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
  Object.assign(globalThis, { XMLHttpRequest: NotFound });
  database.open({});
  return database;
}
