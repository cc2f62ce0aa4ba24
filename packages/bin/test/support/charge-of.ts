import { type AnyCodec, DecodeError } from "../../src/index.ts";

/** Returns the smallest budget with which bytes are decoded, which is the charge of the value. */
export function chargeOf(codec: AnyCodec, encoded: Uint8Array): number {
  let [refused, enough] = [-1, 2 ** 32];
  while (enough - refused > 1) {
    const freeBytes = Math.floor((refused + enough) / 2);
    if (isDecoded(codec, encoded, freeBytes)) enough = freeBytes;
    else refused = freeBytes;
  }
  return enough;
}

function isDecoded(codec: AnyCodec, encoded: Uint8Array, freeBytes: number): boolean {
  try {
    codec.decode(encoded, { maxExpansion: 0, freeBytes });
    return true;
  } catch (error) {
    if (error instanceof DecodeError) return false;
    throw error;
  }
}
