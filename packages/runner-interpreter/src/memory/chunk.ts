import { Links } from "./links.ts";
import type { ValueEnds } from "./value-ends.ts";

/**
 * Memory that holds encoded values. A value is a chunk and the position of its head in it.
 *
 * A chunk that came from outside is flat: its pointers are relative, as the format says. A chunk that the interpreter
 * wrote may also hold *links*: a pointer field with the high bit set is the complement of the index of a link, which
 * says where the body is. Values that contain others thus refer to them instead of copying them; only the output of
 * a program is copied together (`flatten.ts`).
 */
export class Chunk {
  /** Memory that the chunk is in. Chunks can share it. */
  bytes: Uint8Array;
  view: DataView;
  /** End of the chunk: its last value does not reach further. */
  end: number;
  /** Targets of the links; absent in a flat chunk. */
  links: Links<Chunk> | undefined = undefined;
  /** Ends of independent values, each where the next begins; absent if the chunk is one value. Never with links. */
  ends: ValueEnds | undefined = undefined;

  constructor(bytes: Uint8Array, view: DataView = viewOf(bytes), end: number = bytes.length) {
    this.bytes = bytes;
    this.view = view;
    this.end = end;
  }

  /** Makes the pointer field at `field` refer to a body in another chunk. */
  link(field: number, chunk: Chunk, target: number): void {
    this.links ??= new Links<Chunk>(0);
    this.view.setInt32(field, ~this.links.add(field, chunk, target), true);
  }
}

/** Returns a view of the same bytes. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
