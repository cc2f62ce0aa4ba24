import { copyBytes } from "../../memory/copy-head.ts";
import type { Chunk } from "../../memory/chunk.ts";
import { badProgram } from "../../execution-error.ts";
import type { Machine } from "../../memory/machine.ts";

/** Format of the options of one type. The first variant is `none`, the second `some`. */
export interface OptionFormat {
  /** Bytes of the tag. */
  readonly tagBytes: number;
  /** Number of bytes after the tag. */
  readonly innerBytes: number;
  /** `true` if items are behind a pointer. */
  readonly hasPointer: boolean;
  /** Number of bytes of an item's head that follow the tag, if they are not behind a pointer. */
  readonly itemBytes: number;
}

/** Returns the format of an option of items whose heads have that size. @see interpreter, section 5.4 */
export function optionOf(itemBytes: number): OptionFormat {
  const hasPointer = itemBytes > 4;
  return { tagBytes: 1, innerBytes: hasPointer ? 4 : itemBytes, hasPointer, itemBytes };
}

/** Reads an encoded `EnumFormat`. @see interpreter, section 6.1 */
export function readOptionFormat(bytes: Uint8Array, itemBytes: number): OptionFormat {
  const [tagBytes, innerBytes, hasPointer] = [...bytes] as [number, number, number];
  if (bytes.length < 11 || tagBytes < 1 || tagBytes > 8) {
    throw badProgram("an external has a malformed enum format");
  }
  return {
    tagBytes,
    innerBytes,
    hasPointer: hasPointer !== 0,
    itemBytes: Math.min(itemBytes, innerBytes),
  };
}

/** Makes a none. */
export function placeNone(machine: Machine, format: OptionFormat): number {
  return machine.allocate(format.tagBytes + format.innerBytes);
}

/**
 * Makes a some of an item without pointers. The item is copied: a link would keep everything after it in its chunk
 * alive, and bring it into the output.
 */
export function placeFlatSome(
  machine: Machine,
  format: OptionFormat,
  source: Chunk,
  position: number,
): number {
  const { tagBytes, hasPointer, itemBytes } = format;
  if (!hasPointer) return placeSome(machine, format, source, position);
  const at = machine.allocate(tagBytes + 4 + itemBytes);
  machine.chunk.view.setUint8(at, 1);
  machine.chunk.view.setInt32(at + tagBytes, 4, true);
  copyBytes(source, position, machine.chunk, at + tagBytes + 4, itemBytes);
  return at;
}

/** Makes a some of the item at a position. */
export function placeSome(
  machine: Machine,
  format: OptionFormat,
  source: Chunk,
  position: number,
): number {
  const { tagBytes, innerBytes, hasPointer, itemBytes } = format;
  if (hasPointer) {
    const at = machine.allocateLinked(tagBytes + innerBytes);
    machine.chunk.view.setUint8(at, 1);
    machine.chunk.link(at + tagBytes, source, position);
    return at;
  }
  const at = machine.allocate(tagBytes + innerBytes);
  machine.chunk.view.setUint8(at, 1);
  copyBytes(source, position, machine.chunk, at + tagBytes, itemBytes);
  return at;
}
