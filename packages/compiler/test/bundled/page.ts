// A page for webpack, as the README writes it.
import { createCompiler } from "@lutra/compiler";
import { showProgram } from "./compile.ts";

const compiler = createCompiler({
  worker: () => new Worker(new URL("./compiler.worker.ts", import.meta.url), { type: "module" }),
});
void showProgram(compiler);
