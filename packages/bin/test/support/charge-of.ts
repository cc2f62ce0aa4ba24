import { type AnyCodec, DecodeError, type DecodeOptions } from "../../src/index.ts";

/** Returns the smallest budget with which bytes are decoded, which is the charge of the value. */
export function chargeOf(codec: AnyCodec, encoded: Uint8Array): number {
  return smallestBudget((options) => codec.decode(encoded, options));
}

/** Returns the smallest budget with which something can be read. */
export function smallestBudget(read: (options: DecodeOptions) => unknown): number {
  let [refused, enough] = [-1, 2 ** 32];
  while (enough - refused > 1) {
    const freeBytes = Math.floor((refused + enough) / 2);
    if (isRead(() => read({ maxExpansion: 0, freeBytes }))) enough = freeBytes;
    else refused = freeBytes;
  }
  return enough;
}

function isRead(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (error) {
    if (error instanceof DecodeError) return false;
    throw error;
  }
}
