/**
 * Runs programs in duckdb-wasm, in browsers and elsewhere.
 *
 * @module
 */
export {
  createDuckDbWasmAdapter,
  type WasmAdapterOptions,
  type WasmConnection,
} from "./wasm/adapter.ts";
