/**
 * Executes Lutra programs on DuckDB. The adapters for drivers have subpaths of their own: `./node`, `./wasm`.
 *
 * @module
 */
export type { AdapterStatement, Argument, Chunk, DuckDbAdapter, QueryResult } from "./adapter.ts";
export { type DuckDbRunnerOptions, DuckDbRunner } from "./duckdb-runner.ts";
export type {
  BooleanVector,
  ColumnVector,
  ExactVector,
  FixedType,
  FixedVector,
  ListVector,
  OtherVector,
  StructVector,
  TextVector,
  UnionVector,
  Validity,
} from "./vector.ts";
