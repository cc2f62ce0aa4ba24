/**
 * Memory that holds encoded values. A value is a chunk and the position of its head in it.
 *
 * A chunk that came from outside is flat: its pointers are relative, as the format says. A chunk that the interpreter
 * wrote may also hold *links*: a pointer field with the high bit set is the complement of an index into the link arrays,
 * which say where the body is. Values that contain others thus refer to them instead of copying them; only the output of
 * a program is copied together (`flatten.ts`).
 */
export class Chunk {
  /** Memory that the chunk is in. Chunks can share it. */
  bytes: Uint8Array;
  view: DataView;
  /** Where the chunk ends: its last value does not reach further. */
  end: number;
  /** Chunk of each linked body; absent in a flat chunk. */
  linkChunks: Chunk[] | undefined = undefined;
  /** Position of each linked body in its chunk. */
  linkTargets: number[] = noNumbers;
  /** Position of the pointer field of each link. */
  linkFields: number[] = noNumbers;
  /** Where independent values begin and end, ascending from 0; absent if the chunk is one value. Never with links. */
  bounds: number[] | undefined = undefined;

  constructor(bytes: Uint8Array, view: DataView = viewOf(bytes), end: number = bytes.length) {
    this.bytes = bytes;
    this.view = view;
    this.end = end;
  }

  /** Makes the pointer field at `field` refer to a body in another chunk. */
  link(field: number, chunk: Chunk, target: number): void {
    if (this.linkChunks === undefined) {
      this.linkChunks = [];
      this.linkTargets = [];
      this.linkFields = [];
    }
    this.view.setInt32(field, -this.linkChunks.push(chunk), true);
    this.linkTargets.push(target);
    this.linkFields.push(field);
  }
}

/** A view of the same bytes. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Shared by all flat chunks; `link` replaces it before it writes. */
const noNumbers: number[] = [];
