import type { FileSystem } from "../../src/files/file-system.ts";
import { createParquetFormat } from "../../src/parquet.ts";

/** Creates files in memory, which a test can look into. */
export function memoryFiles(files: Map<string, Uint8Array> = new Map()): FileSystem {
  return {
    parquet: createParquetFormat(),
    readFile: (path) => {
      const bytes = files.get(path);
      if (bytes === undefined) throw new Error("ENOENT: no such file or directory");
      return bytes;
    },
    writeFile: (path, bytes) => {
      files.set(path, bytes);
    },
    list: () => [...files.keys()],
  };
}
