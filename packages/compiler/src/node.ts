/**
 * Lutra's compiler in a thread of Node.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { type Compiler, type CompilerOptions, createCompiler } from "@lutra/compiler";

/** Megabytes of stack that a deeply nested source may need. */
const stackSizeMb = 8;

/**
 * Creates a compiler in a thread.
 *
 * @throws RangeError for an option out of range
 * @example
 * ```ts
 * await using compiler = createNodeCompiler();
 * const project = await compiler.check("func main(x: Int64) -> 3 * x");
 * const { program } = await project.compile("main", "bytecodeLt");
 * console.log(program.bytes.length);
 * ```
 */
export function createNodeCompiler(options: Omit<CompilerOptions, "worker"> = {}): Compiler {
  const url = new URL(import.meta.resolve("@lutra/compiler/node-worker"));
  return createCompiler({
    ...options,
    worker: () => new Worker(url, { resourceLimits: { stackSizeMb } }),
  });
}

/** Returns `true` if the package's WebAssembly is there. A checkout has it after `npm run build:compiler`. */
export function isCompilerBuilt(): boolean {
  return existsSync(fileURLToPath(new URL("../wasm/lutra-compiler.wasm", import.meta.url)));
}
