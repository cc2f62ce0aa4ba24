// A page for esbuild, which leaves URLs as they are, as the README writes it.
import { createCompiler } from "@lutra/compiler";
import { showProgram } from "./compile.ts";

const compiler = createCompiler({
  worker: () => new Worker(new URL("./compiler.worker.js", import.meta.url), { type: "module" }),
  wasm: new URL("./lutra-compiler.wasm", import.meta.url).href,
});
void showProgram(compiler);
