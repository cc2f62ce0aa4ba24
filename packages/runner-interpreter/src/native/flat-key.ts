import type { Chunk } from "../chunk.ts";
import { badInput } from "../execution-error.ts";
import { readUint64 } from "../integer64.ts";

/** Identifies a key without pointers: the same value for the same bytes. */
export function flatIdentity(chunk: Chunk, position: number, size: number): unknown {
  switch (size) {
    case 0:
      return 0;
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

/** Bytes as a string of one character each. */
export function byteString({ bytes, end }: Chunk, position: number, length: number): string {
  if (position + length > end) throw badInput();
  let text = "";
  for (let i = position; i < position + length; i++) {
    text += String.fromCharCode(bytes[i] as number);
  }
  return text;
}
