import { executionError } from "../execution-error.ts";
import type { Layout } from "../layout.ts";
import type { Machine } from "../machine.ts";
import type { TextSlice } from "../text-slice.ts";
import { readText } from "../text-value.ts";
import type { Located } from "./comparison.ts";
import { byteString } from "./flat-key.ts";
import { areTexts } from "./text-evidence.ts";

/** Size of the head of a text. */
const textHeadBytes = 8;

/**
 * For keys with pointers: strings that are the same for equal keys.
 *
 * The bytecode says where the pointers in a key are, but not what they lead to. A pointer with room for a length behind it
 * is taken to be that of a text once there is evidence for it; for all else there is an error rather than a guess.
 *
 * @see interpreter, section 7.5
 */
export function linkedIdentities(
  machine: Machine,
  keys: readonly Located[],
  layout: Layout,
  isText: boolean,
): unknown[] {
  if (keys.length < 2) return keys.map(() => 0);
  const columns = layout.pointers.map((pointer, i) => {
    const next = layout.pointers[i + 1] ?? layout.size;
    if (next - pointer < textHeadBytes) throw unknownKey();
    const texts = keys.map((key) => textAt(machine, key, pointer));
    if (!isText && !areTexts(machine, texts)) throw unknownKey();
    return texts;
  });
  return keys.map((key, row) => {
    let identity = "";
    let scalarsFrom = 0;
    for (const [i, pointer] of layout.pointers.entries()) {
      const column = columns[i] as readonly TextSlice[];
      const { chunk, start, end } = column[row] as TextSlice;
      const length = end - start;
      machine.step(1 + (length >>> 4));
      identity += byteString(key.chunk, key.position + scalarsFrom, pointer - scalarsFrom);
      identity += `${length}:${byteString(chunk, start, length)}`;
      scalarsFrom = pointer + textHeadBytes;
    }
    return identity + byteString(key.chunk, key.position + scalarsFrom, layout.size - scalarsFrom);
  });
}

function textAt(machine: Machine, { chunk, position }: Located, pointer: number): TextSlice {
  machine.chunk = chunk;
  return readText(machine, position + pointer);
}

function unknownKey(): Error {
  return executionError(
    "group: the bytecode does not say what these keys contain; group by numbers, dates, truth values, text, or tuples of them",
  );
}
