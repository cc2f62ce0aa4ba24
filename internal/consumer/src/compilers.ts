import { fileURLToPath } from "node:url";
import type { CommandResult, Scratch } from "./scratch.ts";

/** The compilers that consumers use; aliases in this package's manifest. */
export const compilers = ["typescript-5-7", "typescript-5-9", "typescript-6-0"] as const;

/** Name of one of {@link compilers}. */
export type Compiler = (typeof compilers)[number];

/** Ways to resolve modules, by name. */
export const moduleSettings = {
  nodenext: { module: "nodenext", moduleResolution: "nodenext" },
  bundler: { module: "esnext", moduleResolution: "bundler" },
} as const;

/** Runs a compiler on a project of the folder. */
export function runCompiler(scratch: Scratch, compiler: Compiler, config: string): CommandResult {
  const tsc = fileURLToPath(new URL(`../node_modules/${compiler}/bin/tsc`, import.meta.url));
  return scratch.run(process.execPath, [tsc, "-p", config]);
}
