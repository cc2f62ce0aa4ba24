import { isNull, type TextVector, type Validity } from "../vector.ts";
import type { Bindings } from "./bindings.ts";

/** Size of a string's entry: its length and its first 12 bytes, or the first 4 and the address of all. */
export const textBytes = 16;
const shortText = 12;

/** Texts that follow each other in memory. */
interface Run {
  /** Address of the first byte. */
  readonly start: number;
  readonly bytes: Uint8Array;
}

const noRun: Run = { start: 0, bytes: new Uint8Array(0) };

/**
 * Reads texts where they lie.
 *
 * @param data `textBytes` of each row
 */
export function textVector(
  bindings: Pick<Bindings, "get_data_from_pointer">,
  data: Uint8Array,
  type: string,
  validity: Validity | null,
): TextVector {
  const { buffer, byteOffset, byteLength } = data;
  const words = new Uint32Array(buffer, byteOffset, byteLength >> 2);
  const rows = byteLength / textBytes;
  const lengthOf = (row: number): number => words[row * 4]!;
  const addressOf = (row: number): number => words[row * 4 + 2]! + words[row * 4 + 3]! * 2 ** 32;

  // A view of foreign memory costs as much as the copies of a hundred texts, so there is one for each run.
  const runFrom = (first: number): Run => {
    const start = addressOf(first);
    let end = start + lengthOf(first);
    for (let row = first + 1; row < rows; row++) {
      // What is there for NULL says nothing.
      if (lengthOf(row) <= shortText || (validity !== null && isNull(validity, row))) continue;
      if (addressOf(row) !== end) break;
      end += lengthOf(row);
    }
    const pointerAt = byteOffset + first * textBytes + 8;
    return { start, bytes: bindings.get_data_from_pointer(buffer, pointerAt, end - start) };
  };

  let run = noRun;
  return {
    kind: "text",
    type,
    validity,
    byteLength: lengthOf,
    copy: (row, target, at) => {
      const length = lengthOf(row);
      if (length <= shortText) {
        const start = row * textBytes + 4;
        for (let i = 0; i < length; i++) target[at + i] = data[start + i]!;
        return;
      }
      let offset = addressOf(row) - run.start;
      if (offset < 0 || offset + length > run.bytes.length) {
        run = runFrom(row);
        offset = 0;
      }
      target.set(run.bytes.subarray(offset, offset + length), at);
    },
  };
}
