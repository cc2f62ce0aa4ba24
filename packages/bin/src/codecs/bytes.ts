import type { CodecOps } from "../bytes/codec-ops.ts";
import { wrongKind } from "../bytes/fault.ts";
import { isBytes } from "../bytes/is-bytes.ts";
import type { Reader } from "../bytes/reader.ts";
import type { Writer } from "../bytes/writer.ts";
import type { Codec } from "./base/codec.ts";
import { createCodec } from "./base/create-codec.ts";
import { copyBytes } from "./base/memory-of.ts";
import { prim8, uint8 } from "./small-int.ts";

/** Reads the bytes whose array head is at `at`. */
export function readBytes(reader: Reader, at: number): Uint8Array {
  const count = reader.view.getUint32(at + 4, true);
  const start = at + reader.view.getUint32(at, true);
  reader.claim(start, count, reader.copy ? count + copyBytes : 0);
  return reader.copy
    ? reader.bytes.slice(start, start + count)
    : new Uint8Array(reader.buffer, start, count);
}

/** Writes bytes: their array head at `at`, the bytes themselves at the end. */
export function writeBytes(writer: Writer, value: unknown, at: number): void {
  if (!isBytes(value)) wrongKind("a Uint8Array", value);
  writer.arrayHead(at, value.length);
  const start = writer.reserve(value.length);
  writer.bytes.set(value, start);
}

const ops: CodecOps = { read: readBytes, write: writeBytes };

function createBytes(item: Codec<number>): Codec<Uint8Array> {
  return createCodec({
    shape: { kind: "array", item, form: "bytes" },
    headBytes: () => 8,
    ops: () => ops,
  });
}

/**
 * `[std::Uint8]` as a `Uint8Array`.
 *
 * Decoding gives a view of the input, at any length in the same time; ask for `copy` if the input is reused.
 */
export const bytes: Codec<Uint8Array> = /* @__PURE__ */ createBytes(uint8);

/** `[Prim8]`: as `bytes`, for bits without a meaning. */
export const rawBytes: Codec<Uint8Array> = /* @__PURE__ */ createBytes(prim8);
