/**
 * Runs programs in duckdb-wasm, in browsers and elsewhere.
 *
 * @module
 */
export {
  createDuckDbWasmAdapter,
  type DuckDbWasmAdapterOptions,
  type WasmConnection,
} from "./wasm/adapter.ts";
