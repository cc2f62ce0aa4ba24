import type { Chunk, QueryResult } from "@lutra/runner-duckdb";
import { type ChunkHandle, nodeBindings } from "./bindings.ts";
import { isPlain, type NodeType, vectorOf } from "./vector-of.ts";

/** Part that the adapter uses of a `DuckDBMaterializedResult`: it is complete, so that no chunk is waited for. */
export interface NodeResult {
  readonly columnCount: number;
  columnTypeId(column: number): number;
  columnType(column: number): NodeType;
  readonly chunkCount: number;
  getChunk(index: number): NodeChunk;
}

interface NodeChunk {
  readonly chunk: ChunkHandle;
  readonly rowCount: number;
}

/** Reads the results of one statement. */
export class ResultReader {
  readonly #types: NodeType[] = [];

  read(result: NodeResult): QueryResult {
    this.#readTypes(result);
    const count = result.chunkCount;
    const chunks: Chunk[] = [];
    // The vectors point into memory of the chunks, which the garbage collector frees when nothing holds them.
    const held: unknown[] = [result];
    for (let i = 0; i < count; i++) {
      const chunk = result.getChunk(i);
      held.push(chunk);
      chunks.push(this.#readChunk(chunk));
    }
    return {
      chunks,
      release: () => {
        held.length = 0;
      },
    };
  }

  #readChunk({ chunk, rowCount }: NodeChunk): Chunk {
    const bindings = nodeBindings();
    const columns = this.#types.map((type, i) =>
      vectorOf(bindings, type, bindings.data_chunk_get_vector(chunk, i), rowCount),
    );
    return { rowCount, columns };
  }

  /** Reads the types, which cost more than small results. The last ones still hold, unless a table was changed. */
  #readTypes(result: NodeResult): void {
    const types = this.#types;
    const count = result.columnCount;
    types.length = count;
    for (let i = 0; i < count; i++) {
      const type = types[i];
      const holds = type !== undefined && isPlain(type) && type.typeId === result.columnTypeId(i);
      if (!holds) types[i] = result.columnType(i);
    }
  }
}
