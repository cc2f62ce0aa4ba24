import { type Compiler, createCompiler } from "@lutra/compiler";

// A pattern, not an import: the file is built, and a page without it still shows and runs the showcases.
const builds: Record<string, string> = import.meta.glob(
  "../../../../packages/compiler/wasm/lutra-compiler.wasm",
  { query: "?url&no-inline", import: "default", eager: true },
);

/** Creates the compiler, in a worker; `undefined` if the page was built without it. */
export function loadCompiler(): Compiler | undefined {
  const [wasm] = Object.values(builds);
  if (wasm === undefined) return undefined;
  return createCompiler({
    worker: () => new Worker(new URL("./compiler.worker.ts", import.meta.url), { type: "module" }),
    wasm: new URL(wasm, location.href).href,
  });
}
