/**
 * Memory that holds encoded values. A value is a chunk and the position of its head in it.
 *
 * A chunk that came from outside is flat: its pointers are relative, as the format says. A chunk that the interpreter
 * wrote may also hold *links*: a pointer field with the high bit set is the complement of an index into `linkChunks` and
 * `linkPositions`, which say where the body is. Values that contain others thus refer to them instead of copying them;
 * only the output of a program is copied together (`flatten.ts`).
 */
export class Chunk {
  bytes: Uint8Array;
  view: DataView;
  /** Chunk of each linked body; absent in a flat chunk. */
  linkChunks: Chunk[] | undefined = undefined;
  /** Position of each linked body in its chunk. */
  linkPositions: number[] | undefined = undefined;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** Makes the pointer field at `at` refer to a body in another chunk. */
  link(at: number, chunk: Chunk, position: number): void {
    this.linkChunks ??= [];
    this.linkPositions ??= [];
    const index = this.linkChunks.push(chunk) - 1;
    this.linkPositions.push(position);
    this.view.setInt32(at, ~index, true);
  }
}
