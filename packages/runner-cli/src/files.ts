import { readFile } from "node:fs/promises";
import { createGrowingBytes } from "@lutra/runner-core/transport";
import { CommandError } from "./errors/command-error.ts";
import { pathReason, systemCode } from "./errors/system-error.ts";

/**
 * Reads a file.
 *
 * @throws CommandError that names the file and what the system said
 */
export async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    throw await readError(path, error);
  }
}

/** Does the same as {@link readBytes}, but undefined for a file that does not exist. */
export async function readBytesIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw await readError(path, error);
  }
}

async function readError(path: string, cause: unknown): Promise<CommandError> {
  return new CommandError(`cannot read ${path}: ${await pathReason(path, cause)}`, { cause });
}

/** Reads a stream to its end. Memory grows with the bytes, in however small pieces they come. */
export async function readAll(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const bytes = createGrowingBytes();
  for await (const chunk of stream) bytes.push(chunk);
  return bytes.take();
}

/** Returns the text of a file that should be UTF-8. */
export function textOf(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new CommandError(`${path} is not UTF-8 text`, {
      help: "if it holds encoded values, name it .ld or .ltd, or pass --input-format",
      cause: error,
    });
  }
}
