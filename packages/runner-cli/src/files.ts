import { readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { CommandError } from "./command-error.ts";

/**
 * Reads a file.
 *
 * @throws CommandError that names the file and what the system said
 */
export async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    throw new CommandError(`cannot read ${path}: ${reason(error)}`, { cause: error });
  }
}

/** As {@link readBytes}, but undefined for a file that does not exist. */
export async function readBytesIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw new CommandError(`cannot read ${path}: ${reason(error)}`, { cause: error });
  }
}

/**
 * Writes a file whole or not at all: readers never see half of it. A link stays one; pipes and devices are written to as
 * they stand.
 */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  try {
    if (await isSpecial(path)) await writeFile(path, content);
    else await replaceFile(await realpath(path).catch(() => path), content);
  } catch (error) {
    throw new CommandError(`cannot write ${path}: ${reason(error)}`, { cause: error });
  }
}

/** Whether something else than a file is there: another in its place would not do what it does. */
async function isSpecial(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && !found.isFile();
}

async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  const draft = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(draft, content);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** Reads a stream to its end. */
export async function readAll(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks));
}

/** Text of a file that should be UTF-8. */
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

const systemErrors: Readonly<Record<string, string>> = {
  ENOENT: "no such file",
  EISDIR: "it is a directory",
  EACCES: "permission denied",
  ENOSPC: "the disk is full",
};

/** What the system said, in words. */
export function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error ? String(error.code) : "";
  return systemErrors[code] ?? error.message;
}
