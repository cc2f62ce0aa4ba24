import { badInput } from "../execution-error.ts";
import { readUint64 } from "../integer64.ts";
import type { Layout } from "../layout.ts";
import type { Machine } from "../machine.ts";
import type { Located } from "./comparison.ts";

/** For keys without pointers: values that are the same for the same bytes. */
export function identifyFlatKeys(
  machine: Machine,
  keys: readonly Located[],
  layout: Layout,
): unknown[] {
  const { size } = layout;
  machine.step((keys.length * size) >>> 4);
  switch (size) {
    case 0:
      return keys.map(() => 0);
    case 1:
      return keys.map(({ chunk, position }) => chunk.view.getUint8(position));
    case 4:
      return keys.map(({ chunk, position }) => chunk.view.getInt32(position, true));
    case 8:
      return keys.map(({ chunk, position }) => readUint64(chunk.view, position));
    default:
      return keys.map((key) => byteString(key, size));
  }
}

/** Bytes as a string of one character each. */
export function byteString({ chunk, position }: Located, length: number): string {
  const { bytes, end } = chunk;
  if (position + length > end) throw badInput();
  let text = "";
  for (let i = position; i < position + length; i++) {
    text += String.fromCharCode(bytes[i] as number);
  }
  return text;
}
