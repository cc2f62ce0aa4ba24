import type { Compiler } from "@lutra/compiler";
import { CommandError } from "../errors/command-error.ts";
import type { Io } from "../io.ts";

/**
 * Calls `work` with the compiler, and closes it.
 *
 * @throws CommandError if the compiler is not built
 */
export async function withCompiler<T>(
  { startCompiler }: Pick<Io, "startCompiler">,
  work: (compiler: Compiler) => Promise<T>,
): Promise<T> {
  const { createNodeCompiler, isCompilerBuilt } = await import("@lutra/compiler/node");
  if (startCompiler === undefined && !isCompilerBuilt()) {
    throw new CommandError("the compiler is not built, and sources need it", {
      help: "in a checkout `npm run build:compiler` builds it; compiled programs (.rr.ld) run without it",
    });
  }
  const compiler = (startCompiler ?? createNodeCompiler)();
  try {
    return await work(compiler);
  } finally {
    await compiler.close();
  }
}
