import { realpathSync } from "node:fs";
import { createRequire } from "node:module";

declare const handle: unique symbol;

/** A vector in DuckDB's memory; valid as long as its chunk. */
export interface VectorHandle {
  readonly [handle]: "vector";
}

/** A chunk in DuckDB's memory. */
export type ChunkHandle = object;

/** Functions that the runner uses of `@duckdb/node-bindings`, the layer below `@duckdb/node-api`. */
export interface Bindings {
  readonly data_chunk_get_vector: (chunk: ChunkHandle, column: number) => VectorHandle;
  /** The memory itself, not a copy. */
  readonly vector_get_data: (vector: VectorHandle, bytes: number) => Uint8Array;
  readonly vector_get_validity: (vector: VectorHandle, bytes: number) => Uint8Array | null;
  readonly list_vector_get_child: (vector: VectorHandle) => VectorHandle;
  readonly list_vector_get_size: (vector: VectorHandle) => number;
  readonly struct_vector_get_child: (vector: VectorHandle, field: number) => VectorHandle;
  /** The memory that a pointer stored at `offset` points at. */
  readonly get_data_from_pointer: (
    buffer: ArrayBufferLike,
    offset: number,
    bytes: number,
  ) => Uint8Array;
}

let loaded: Bindings | undefined;

/** Returns the bindings that `@duckdb/node-api` itself works with: another copy would be another engine. */
export function nodeBindings(): Bindings {
  if (loaded === undefined) {
    const driver = createRequire(import.meta.url).resolve("@duckdb/node-api");
    // The driver's own dependencies are beside the real file. Node may return a link to it instead, after it has looked at
    // a stdin that is a pipe.
    loaded = createRequire(realpathSync(driver))("@duckdb/node-bindings") as Bindings;
  }
  return loaded;
}
