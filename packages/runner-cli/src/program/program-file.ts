import { type Program, programFromBytes } from "@lutra/runner-core";
import { CommandError } from "../errors/command-error.ts";
import { messageOf } from "../errors/message-of.ts";
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
    const isSource = path.toLowerCase().endsWith(".lt");
    throw new CommandError(
      `${path} is ${isSource ? "a source, not a compiled program" : messageOf(cause)}`,
      {
        help: isSource
          ? `compile it: lutra-runner compile ${path} --kind sql-pg,sql-duckdb`
          : "PROGRAM is a file that `lutra-runner compile` or `lutra compile` writes: program.KIND.rr.ld",
        cause,
      },
    );
  }
}

/** Creates the error for a program whose file begins as one and is cut off or changed. */
export function damagedProgram(path: string, cause: unknown): CommandError {
  return new CommandError(`${path} is not a Lutra program: ${messageOf(cause)}`, {
    help: "the file is cut off or damaged: compile the program again",
    cause,
  });
}
