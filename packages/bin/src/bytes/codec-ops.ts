import type { Reader } from "./reader.ts";
import type { Writer } from "./writer.ts";

/** Reading and writing at a place in a buffer, without the checks that the caller has made for the whole head. */
export interface CodecOps {
  /** Kind of the type, if it is one of the commonest, so that containers can read it without a call. */
  readonly inline?: InlineKind;
  /** Reads the value whose head starts at `at`. The head lies inside the buffer. */
  readonly read: (reader: Reader, at: number) => unknown;
  /** Writes the head into the bytes reserved at `at`, and appends the bodies. */
  readonly write: (writer: Writer, value: unknown, at: number) => void;
}

/**
 * The commonest scalars. A call through a codec costs more than reading four bytes does, and in a program with many
 * types the engine cannot remove it; a branch on a small number it predicts.
 */
export type InlineKind = typeof byCall | typeof asInt32 | typeof asBool | typeof asFloat64;

/** Any type that is not one of the others. */
export const byCall = 0;
/** A signed integer of 32 bits. */
export const asInt32 = 1;
/** A truth value. */
export const asBool = 2;
/** A float of 64 bits. */
export const asFloat64 = 3;
