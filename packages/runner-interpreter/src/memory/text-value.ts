import type { Chunk } from "./chunk.ts";
import { newArray, openArray } from "./array.ts";
import { badInput } from "../execution-error.ts";
import { arrayLayout } from "./layout.ts";
import type { Machine } from "./machine.ts";
import { type TextList, TextSlice } from "./text-slice.ts";

/** Size of the head of a `Text`. */
const headBytes = 8;

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
export function readTexts(machine: Machine, at: number): TextList {
  const start = openArray(machine, at, headBytes);
  machine.step(machine.count);
  return new TextsInPlace(machine, machine.chunk, start, machine.count);
}

/** The texts of an array in memory, opened one by one when they are asked for. */
class TextsInPlace implements TextList {
  readonly length: number;
  readonly #machine: Machine;
  readonly #chunk: Chunk;
  readonly #start: number;

  constructor(machine: Machine, chunk: Chunk, start: number, length: number) {
    this.#machine = machine;
    this.#chunk = chunk;
    this.#start = start;
    this.length = length;
  }

  at(index: number): TextSlice | undefined {
    if (index < 0 || index >= this.length) return undefined;
    this.#machine.chunk = this.#chunk;
    return readText(this.#machine, this.#start + index * headBytes);
  }
}

/** Writes the head of a `Text`, linked to its bytes. */
export function writeText(chunk: Chunk, at: number, text: TextSlice): void {
  const length = text.end - text.start;
  chunk.link(at, text.chunk, text.start);
  chunk.view.setInt32(at + 4, length, true);
}

/** Returns the place of a `Text` as a value. */
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

/** Writes an array of texts and returns its position. */
export function textsPlace(machine: Machine, texts: TextList): number {
  const array = newArray(machine, texts.length, arrayLayout);
  const { chunk } = machine;
  for (let i = 0; i < texts.length; i++) {
    writeText(chunk, array + headBytes * (i + 1), texts.at(i) as TextSlice);
  }
  machine.chunk = chunk;
  return array;
}
