import { type Program, programFromBytes } from "@lutra/runner-core";
import { CommandError } from "../errors/command-error.ts";
import { readBytes } from "../files.ts";

/**
 * Reads a compiled program.
 *
 * @throws CommandError for a file that cannot be read or is no program
 */
export async function readProgram(path: string): Promise<Program> {
  const bytes = await readBytes(path);
  try {
    return programFromBytes(bytes);
  } catch (cause) {
    const what = cause instanceof Error ? cause.message : String(cause);
    const isSource = path.toLowerCase().endsWith(".lt");
    throw new CommandError(`${path} is ${isSource ? "a source, not a compiled program" : what}`, {
      help: isSource
        ? `compile it: lutra-runner compile ${path} --kind sql-pg,sql-duckdb`
        : "PROGRAM is a file that `lutra-runner compile` or `lutra compile` writes: program.KIND.rr.ld",
      cause,
    });
  }
}

/** Creates the error for a program whose file begins as one and is cut off or changed. */
export function damagedProgram(path: string, cause: unknown): CommandError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new CommandError(`${path} is not a Lutra program: ${message}`, {
    help: "the file is cut off or damaged: compile the program again",
    cause,
  });
}
