/**
 * Form of messages on a port. The messages of one tick are one batch: records in one piece of bytes, and beside it, in
 * the order of the records, the values that are not or not well put into it.
 *
 * A record is four unsigned 32-bit words in the machine's byte order - kind, request id, program id, length - then as
 * many bytes as `length` says, then unused ones up to a multiple of 8. A length of {@link valueLength} stands for the next
 * value.
 */
export type Batch = Uint8Array<ArrayBuffer> | readonly [Uint8Array<ArrayBuffer>, ...unknown[]];

/** Record kinds, by the number that stands for them. */
export const recordKinds = [
  "prepare",
  "execute",
  "release",
  "getInterface",
  "getExternals",
  "error",
  "cancel",
] as const;

/** Call or response that a record stands for. */
export type RecordKind = (typeof recordKinds)[number];

/** Added to a request's kind: the caller may abort it. */
export const abortableFlag = 0x100;

/** Size of a record without its bytes. */
export const recordBytes = 16;

/** Length of a record whose content is the next value. */
export const valueLength = 0xffffffff;

/** Bytes from this size on travel beside the records, so that they can be transferred. */
export const largeBytes: number = 32 * 1024;

/** Messages about the connection itself; they travel alone. */
export type ControlMessage =
  | { readonly lutra: "connect" }
  | { readonly lutra: "ready"; readonly lock?: string | undefined }
  | { readonly lutra: "close"; readonly reason?: string; readonly code?: string };
