/** Bytes that arrive in pieces. */
export interface GrowingBytes {
  /** Number of bytes so far. */
  readonly length: number;
  /** Copies a piece to the end. */
  push(piece: Uint8Array): void;
  /** Returns all bytes in a buffer of their length, which is the caller's. Nothing may be pushed after that. */
  take(): Uint8Array<ArrayBuffer>;
}

/**
 * Creates a buffer for bytes that arrive in pieces. It doubles as it fills: however small the pieces are, memory stays
 * within a small multiple of what arrived.
 *
 * @example
 * ```ts
 * import { createGrowingBytes } from "@lutra/runner-core/transport";
 *
 * const bytes = createGrowingBytes();
 * for (const piece of [new Uint8Array([1]), new Uint8Array([2, 3])]) bytes.push(piece);
 * bytes.take(); // Uint8Array(3) [1, 2, 3]
 * ```
 */
export function createGrowingBytes(): GrowingBytes {
  let bytes: Uint8Array<ArrayBuffer> = new Uint8Array();
  let length = 0;
  return {
    get length() {
      return length;
    },
    push: (piece) => {
      const end = length + piece.length;
      if (end > bytes.length) {
        const grown = new Uint8Array(Math.max(end, 2 * bytes.length));
        grown.set(bytes.subarray(0, length));
        bytes = grown;
      }
      bytes.set(piece, length);
      length = end;
    },
    take: () => (length === bytes.length ? bytes : bytes.slice(0, length)),
  };
}
