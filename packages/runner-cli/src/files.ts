import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { createGrowingBytes } from "@lutra/runner-core/transport";
import { CommandError } from "./errors/command-error.ts";
import { pathReason, systemCode } from "./errors/system-error.ts";

/** Maximum number of bytes that are read: Node reads no larger files, and devices such as `/dev/zero` never end. */
const defaultMaxBytes = 2 ** 31;

/** Maximum number of bytes that are sure to fit into a string as text. */
const maxTextBytes = 2 ** 29 - 25;

/**
 * Reads a file.
 *
 * @throws CommandError that names the file and what the system said, also for one that does not end
 */
export async function readBytes(path: string, maxBytes?: number): Promise<Uint8Array> {
  try {
    return await readWhole(path, maxBytes);
  } catch (error) {
    throw await readError(path, error);
  }
}

/** Does the same as {@link readBytes}, but undefined for a file that does not exist. */
export async function readBytesIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readWhole(path);
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw await readError(path, error);
  }
}

async function readWhole(path: string, maxBytes?: number): Promise<Uint8Array> {
  if (!(await stat(path)).isCharacterDevice()) return new Uint8Array(await readFile(path));
  // Node would read a device on and on, and keep all of it.
  return await readAll(createReadStream(path), { name: path, maxBytes });
}

async function readError(path: string, cause: unknown): Promise<CommandError> {
  if (cause instanceof CommandError) return cause;
  return new CommandError(`cannot read ${path}: ${await pathReason(path, cause)}`, { cause });
}

/** Name of a stream, for errors, and what it may have. */
interface StreamLimits {
  readonly name: string;
  /** @default 2147483648 (2 GiB) */
  readonly maxBytes?: number | undefined;
}

/**
 * Reads a stream to its end. Memory grows with the bytes, in however small pieces they come.
 *
 * @throws CommandError for a stream of more bytes than it may have
 */
export async function readAll(
  stream: AsyncIterable<Uint8Array>,
  { name, maxBytes = defaultMaxBytes }: StreamLimits = { name: "standard input" },
): Promise<Uint8Array> {
  const bytes = createGrowingBytes();
  let count = 0;
  for await (const chunk of stream) {
    count += chunk.length;
    if (count > maxBytes) {
      throw new CommandError(
        `${name} has more bytes than can be read, or no end: at most ${maxBytes}`,
      );
    }
    bytes.push(chunk);
  }
  return bytes.take();
}

/**
 * Returns the text of a file that should be UTF-8.
 *
 * @param help what to do if it is not
 * @throws CommandError for other bytes, and for more text than a string may have
 */
export function textOf(bytes: Uint8Array, path: string, help = "save it as UTF-8"): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (bytes.length > maxTextBytes) {
      throw new CommandError(`${path} has more text than can be read: ${bytes.length} bytes`, {
        help: "the binary formats, ld and ltd, hold up to 2 GiB",
        cause: error,
      });
    }
    const isUtf16 = bytes[0]! + bytes[1]! === 0xff + 0xfe;
    throw new CommandError(`${path} is not UTF-8 text${isUtf16 ? ", but UTF-16" : ""}`, {
      help: isUtf16 ? "save it as UTF-8; `>` of Windows PowerShell writes UTF-16" : help,
      cause: error,
    });
  }
}
