import { DecodeError } from "./decode-error.ts";
import { Fault, isStackOverflow } from "./fault.ts";
import { isBytes } from "./is-bytes.ts";
import type { DecodeOptions } from "./limits.ts";
import { Reader } from "./reader.ts";

/** Functions that read a value of one type. */
export interface ReadParts<T> {
  /** Reads the value whose head starts at `at`. */
  readonly read: (reader: Reader, at: number) => T;
  /** Bytes of the head that must be there. */
  readonly neededBytes: number;
  /** Memory of the value, charged before it is read. */
  readonly memory: number;
  readonly maxDepth: number;
}

// One is enough unless calls nest, which happens when a mapping of the user calls a codec.
let idleReader: Reader | undefined;

/**
 * Decodes the value at the start of `bytes`.
 *
 * @throws DecodeError for bytes that are not a value of the type
 * @throws TypeError if `bytes` is not a `Uint8Array`
 */
export function decodeWith<T>(
  { read, neededBytes, memory, maxDepth }: ReadParts<T>,
  bytes: Uint8Array,
  options: DecodeOptions | undefined,
): T {
  if (!isBytes(bytes)) throw new TypeError("decode takes a Uint8Array");
  const reader = idleReader ?? new Reader();
  idleReader = undefined;
  try {
    reader.open(bytes, maxDepth, options);
    reader.claim(reader.start, neededBytes, memory);
    return read(reader, reader.start);
  } catch (error) {
    throw decodeError(error);
  } finally {
    reader.close();
    idleReader = reader;
  }
}

/** Turns a fault, or the end of the stack, into a `DecodeError`; other errors stay as they are. */
export function decodeError(error: unknown): unknown {
  if (isStackOverflow(error)) {
    return new DecodeError("the value nests deeper than the stack allows; lower maxDepth", 0);
  }
  return error instanceof Fault
    ? new DecodeError(error.message, error.at, error.steps.toReversed())
    : error;
}
