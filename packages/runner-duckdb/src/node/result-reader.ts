import type { QueryResult } from "@lutra/runner-duckdb";
import { type ChunkHandle, nodeBindings } from "./bindings.ts";
import { isPlain, type NodeType, vectorOf } from "./vector-of.ts";

/** What the adapter uses of a `DuckDBMaterializedResult`: it is complete, so that no chunk is waited for. */
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
  private types: readonly NodeType[] = [];

  read(result: NodeResult): QueryResult {
    const types = this.typesOf(result);
    const chunks = Array.from({ length: result.chunkCount }, (_, i) => result.getChunk(i));
    const bindings = nodeBindings();
    // The vectors point into memory of the chunks, which the garbage collector frees when nobody holds them.
    const held: unknown[] = [result, chunks];
    return {
      chunks: chunks.map(({ chunk, rowCount }) => ({
        rowCount,
        columns: types.map((type, i) =>
          vectorOf(bindings, type, bindings.data_chunk_get_vector(chunk, i), rowCount),
        ),
      })),
      release: () => {
        held.length = 0;
      },
    };
  }

  /** Types cost more than small results. The last ones still hold, unless a table was changed. */
  private typesOf(result: NodeResult): readonly NodeType[] {
    const { types } = this;
    this.types = Array.from({ length: result.columnCount }, (_, i) => {
      const type = types[i];
      const holds = type !== undefined && isPlain(type) && type.typeId === result.columnTypeId(i);
      return holds ? type : result.columnType(i);
    });
    return this.types;
  }
}
