import { decodeWith } from "../bytes/decode-with.ts";
import { encodeWith } from "../bytes/encode-with.ts";
import type { Reader } from "../bytes/reader.ts";
import type { Writer } from "../bytes/writer.ts";
import type { Decoder, Encoder } from "./base/codec.ts";

/**
 * Makes the half of a codec that encodes, for code that never decodes such values.
 *
 * @param headBytes size of the fixed part of a value
 */
export function encoder<T>(
  headBytes: number,
  write: (writer: Writer, value: T, at: number) => void,
): Encoder<T> {
  return {
    encode: (value, options) => encodeWith(write, headBytes, value, options?.prefixBytes),
  };
}

/**
 * Makes the half of a codec that decodes.
 *
 * @param neededBytes bytes of the fixed part that must be there
 * @param memory bytes of memory to charge for a value beyond what `read` charges
 */
export function decoder<T>(
  neededBytes: number,
  memory: number,
  read: (reader: Reader, at: number) => T,
): Decoder<T> {
  const parts = { read, neededBytes, memory, maxDepth: 100 };
  return { decode: (bytes, options) => decodeWith(parts, bytes, options) };
}
