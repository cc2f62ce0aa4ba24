/**
 * Files of the machine for the interpreter's `std::fs`.
 *
 * @module
 */
export { createFileSystem, type FileSystemOptions } from "./node/create-file-system.ts";
