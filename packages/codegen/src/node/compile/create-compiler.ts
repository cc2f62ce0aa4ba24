import { CodegenError } from "@lutra/codegen";
import { createCommandCompiler } from "./command-compiler.ts";
import { type CompilerPackage, createPackagedCompiler } from "./packaged-compiler.ts";
import type { SourceCompiler } from "./source-compiler.ts";

/** No compiler can be found. */
export class MissingCompilerError extends CodegenError {}

/** Places in which a compiler is looked for. */
export interface CompilerPlaces {
  /** Upstream's command, if the user named one. */
  readonly command: string | undefined;
  /** Imports the package; for tests. */
  readonly importPackage?: () => Promise<CompilerPackage>;
}

/**
 * Creates a compiler: of the command that the user named, else of the package `@lutra/compiler`, else of `lutra` in the
 * `PATH`.
 *
 * @throws MissingCompilerError if there is none
 * @throws CodegenError if the command is of another version
 */
export async function createCompiler({
  command,
  importPackage = () => import("@lutra/compiler/node"),
}: CompilerPlaces): Promise<SourceCompiler> {
  if (command !== undefined) return await createCommandCompiler(command, missingCommand(command));
  let found: CompilerPackage;
  try {
    found = await importPackage();
  } catch (cause) {
    const none = new MissingCompilerError(
      "there is no compiler for .lt sources",
      "`npm install --save-dev @lutra/compiler`, put the command lutra 0.6 on the PATH, or compile yourself and give the folder of the programs",
      { cause },
    );
    return await createCommandCompiler("lutra", none);
  }
  return createPackagedCompiler(found);
}

function missingCommand(command: string): CodegenError {
  return new CodegenError(
    `there is no command ${command}`,
    "--lutra and the variable LUTRA take the path of upstream's command",
  );
}
