import type { Chunk } from "../../memory/chunk.ts";
import { badInput } from "../../execution-error.ts";
import { readUint64 } from "../../values/integer64.ts";

/** Identifies a key without pointers: the same value for the same bytes. */
export function flatIdentity(chunk: Chunk, position: number, size: number): unknown {
  switch (size) {
    case 0:
      return undefined;
    case 1:
      return chunk.view.getUint8(position);
    case 4:
      return chunk.view.getInt32(position, true);
    case 8:
      return readUint64(chunk.view, position);
    default:
      return byteString(chunk, position, size);
  }
}

/** From this length on, the engine's own conversion is faster than a loop. */
const longBytes = 64;

/** Makes a character of each byte, and another one of each other byte. */
const oneToOne: TextDecoder = /* @__PURE__ */ new TextDecoder("latin1");

/** Bytes as a string of one character each. */
export function byteString({ bytes, end }: Chunk, position: number, length: number): string {
  if (position + length > end) throw badInput();
  if (length >= longBytes) return oneToOne.decode(bytes.subarray(position, position + length));
  let text = "";
  for (let i = position; i < position + length; i++) {
    text += String.fromCharCode(bytes[i] as number);
  }
  return text;
}
