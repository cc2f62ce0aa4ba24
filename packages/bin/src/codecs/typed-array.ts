import { wrongKind } from "../bytes/fault.ts";
import type { Codec } from "./base/codec.ts";
import { createCodec } from "./base/create-codec.ts";
import { copyBytes } from "./base/memory-of.ts";
import type { NumericArray, NumericCodec } from "./scalar.ts";

/**
 * Creates the codec of an array of numbers as a typed array (`Int32Array`, `BigInt64Array`, ...), encoded and decoded
 * without a loop.
 *
 * Decoding gives a view of the input where the numbers lie aligned, else a copy; ask for `copy` if the input is reused.
 *
 * @throws TypeError on a big-endian machine; use `array` there
 *
 * @example
 * const samples = typedArray(float64);
 * samples.decode(samples.encode(new Float64Array([0.5, 1])));
 */
export function typedArray<T, A extends NumericArray>(item: NumericCodec<T, A>): Codec<A> {
  const { arrayType } = item;
  const itemBytes = arrayType.BYTES_PER_ELEMENT;
  requireLittleEndian();
  return createCodec<A>({
    shape: { kind: "array", item, form: "typed" },
    headBytes: () => 8,
    ops: () => ({
      read: (reader, at) => {
        const count = reader.view.getUint32(at + 4, true);
        const start = at + reader.view.getUint32(at, true);
        const length = count * itemBytes;
        const isCopy = reader.copy || start % itemBytes !== 0;
        reader.claim(start, length, isCopy ? length + copyBytes : 0);
        const { buffer } = reader;
        return isCopy
          ? new arrayType(buffer.slice(start, start + length))
          : new arrayType(buffer, start, count);
      },
      write: (writer, value, at) => {
        if (!(value instanceof arrayType)) wrongKind(`a ${arrayType.name}`, value);
        writer.arrayHead(at, value.length);
        const start = writer.reserve(value.byteLength);
        writer.bytes.set(new Uint8Array(value.buffer, value.byteOffset, value.byteLength), start);
      },
    }),
  });
}

let isLittleEndian: boolean | undefined;

/** Refuses machines whose typed arrays cannot hold the format's numbers. */
export function requireLittleEndian(): void {
  isLittleEndian ??= new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
  if (!isLittleEndian) {
    throw new TypeError("typed arrays hold the format's numbers on little-endian machines only");
  }
}
