import type { Chunk } from "./chunk.ts";

/** A `Text` in place: a range of UTF-8 bytes that other values may share. */
export class TextSlice {
  /** Memory that holds the bytes. */
  readonly chunk: Chunk;
  /** Position of the first byte. */
  readonly start: number;
  /** Position after the last byte. */
  readonly end: number;

  constructor(chunk: Chunk, start: number, end: number) {
    this.chunk = chunk;
    this.start = start;
    this.end = end;
  }

  /** The bytes that `start` and `end` count in. Read only, unless the slice was just allocated. */
  get bytes(): Uint8Array {
    return this.chunk.bytes;
  }

  /** Returns a part of this text that shares its bytes; positions count as `start` and `end` do. */
  part(start: number, end: number): TextSlice {
    return new TextSlice(this.chunk, start, end);
  }
}

/** Texts one after the other; an array of slices is one. */
export interface TextList {
  readonly length: number;
  /** Returns the slice at an index from 0; `undefined` after the last. */
  at(index: number): TextSlice | undefined;
}
