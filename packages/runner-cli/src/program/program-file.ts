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
