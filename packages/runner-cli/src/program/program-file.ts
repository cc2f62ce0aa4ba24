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
    throw new CommandError(`${path} is ${cause instanceof Error ? cause.message : String(cause)}`, {
      help: "PROGRAM is the file that `lutra compile --output PROGRAM.rr.ld` writes",
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
