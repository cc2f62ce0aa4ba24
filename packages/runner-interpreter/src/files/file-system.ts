import type { ParquetFormat } from "./parquet-format.ts";

/**
 * Files that programs may see, through `std::fs`. Calls are synchronous.
 *
 * Paths are as programs write them: relative to a root, with `/` between names. An implementation refuses any path that
 * leads out of the root, also through `..` and links, by throwing a `RunnerError` with the message
 * `error: invalid path: PATH`. Other errors that it throws become part of the message that the program fails with.
 *
 * `createFileSystem` of `@lutra/runner-interpreter/node` gives a directory of the machine.
 *
 * @see docs/spec/interpreter.md, "Files"
 */
export interface FileSystem {
  /** Reads and writes the tables in the files. */
  readonly parquet: ParquetFormat;
  /** Reads a whole file. The runner does not change the bytes and does not keep them. */
  readFile(path: string): Uint8Array;
  /** Creates a file or replaces what it holds. Does not create directories. */
  writeFile(path: string, bytes: Uint8Array): void;
  /** Returns the paths of all files below the root, in any order. */
  list(): readonly string[];
}
