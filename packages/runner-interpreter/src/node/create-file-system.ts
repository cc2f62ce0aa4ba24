import { realpathSync, statSync } from "node:fs";
import { createParquetFormat } from "@lutra/runner-interpreter/parquet";
import type { FileSystem } from "../files/file-system.ts";
import { decompress } from "./decompress.ts";
import { listFiles } from "./list-files.ts";
import { readRooted, writeRooted } from "./rooted-file.ts";

/** Options of {@link createFileSystem}. */
export interface FileSystemOptions {
  /** Largest file that programs may read, in bytes. @default 1 GiB */
  readonly maxFileBytes?: number;
}

const defaultMaxFileBytes = 2 ** 30;

/**
 * Lets programs read and write the Parquet files below a directory, and nothing outside of it: absolute paths, `..`, NUL
 * bytes and links that lead out are refused. A link is followed where it stays inside, but never written through.
 *
 * Everything below the directory can be overwritten by programs: give them one of their own.
 *
 * @param root - an existing directory; a relative path counts from the working directory at the time of the call
 * @throws TypeError if `root` is no directory
 * @throws RangeError for a `maxFileBytes` that is not a positive whole number
 * @see docs/spec/interpreter.md, "Files"
 *
 * @example
 * ```ts no-run
 * const runner = new InterpreterRunner({ fileSystem: createFileSystem("./data") });
 * ```
 */
export function createFileSystem(root: string, options: FileSystemOptions = {}): FileSystem {
  const { maxFileBytes = defaultMaxFileBytes } = options;
  if (!Number.isSafeInteger(maxFileBytes) || maxFileBytes < 1) {
    throw new RangeError(`maxFileBytes must be a positive whole number, not ${maxFileBytes}`);
  }
  const directory = existingDirectory(root);
  return {
    parquet: createParquetFormat({ decompress: decompress() }),
    readFile: (path) => readRooted(directory, path, maxFileBytes),
    writeFile: (path, bytes) => writeRooted(directory, path, bytes),
    list: () => listFiles(directory),
  };
}

function existingDirectory(root: string): string {
  let cause: unknown;
  try {
    const directory = realpathSync(root);
    if (statSync(directory).isDirectory()) return directory;
  } catch (error) {
    cause = error;
  }
  throw new TypeError(`the root of a file system must be a directory, not ${root}`, { cause });
}
