import type { Chunk } from "./chunk.ts";
import { newArray, openArray } from "./array.ts";
import { badInput } from "./execution-error.ts";
import { arrayLayout } from "./layout.ts";
import type { Machine } from "./machine.ts";
import { TextSlice } from "./text-slice.ts";

/** Size of the head of a text. */
const headBytes = 8;

/** Memory of a text that is open. */
const sliceBytes = 48;

/** Opens the text at a place. */
export function readText(machine: Machine, at: number): TextSlice {
  const length = machine.chunk.view.getUint32(at + 4, true);
  const start = machine.follow(at);
  const chunk = machine.chunk;
  if (start + length > chunk.end) {
    if (length > 0) throw badInput();
    return new TextSlice(chunk, 0, 0);
  }
  return new TextSlice(chunk, start, start + length);
}

/** Opens the array of texts at a place. */
export function readTexts(machine: Machine, at: number): TextSlice[] {
  const start = openArray(machine, at, headBytes);
  const chunk = machine.chunk;
  const count = machine.count;
  machine.step(count);
  machine.reserve(count * sliceBytes);
  const texts: TextSlice[] = [];
  for (let i = 0; i < count; i++) {
    machine.chunk = chunk;
    texts.push(readText(machine, start + i * headBytes));
  }
  return texts;
}

/** Writes the head of a text, linked to its bytes. */
export function writeText(chunk: Chunk, at: number, text: TextSlice): void {
  const length = text.end - text.start;
  chunk.link(at, text.chunk, text.start);
  chunk.view.setInt32(at + 4, length, true);
}

/** Where a text is as a value. */
export function textPlace(machine: Machine, text: TextSlice): number {
  const { chunk, start } = text;
  // If what stands in front of the bytes reads as their head, it is their head: no need to write another.
  const at = start - headBytes;
  if (
    at >= 0 &&
    chunk.view.getInt32(at, true) === headBytes &&
    chunk.view.getInt32(at + 4, true) === text.end - start
  ) {
    machine.chunk = chunk;
    return at;
  }
  const head = machine.allocateLinked(headBytes);
  writeText(machine.chunk, head, text);
  return head;
}

/** Writes an array of texts and answers where. */
export function textsPlace(machine: Machine, texts: readonly TextSlice[]): number {
  const array = newArray(machine, texts.length, arrayLayout);
  let at = array + headBytes;
  for (const text of texts) {
    writeText(machine.chunk, at, text);
    at += headBytes;
  }
  return array;
}
