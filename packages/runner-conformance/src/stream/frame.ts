/** Tags of requests and responses in generation B of the wire protocol. */
export const kindTags = {
  prepare: 0,
  execute: 1,
  release: 2,
  getInterface: 3,
  getExternals: 4,
} as const;

/** Kind of a request. */
export type FrameKind = keyof typeof kindTags;

/** Returns a frame: the length of its body, and the body. It is independent of clients and servers, to check them. */
export function frame(body: readonly number[] | Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array([...uint32(body.length), ...body]);
}

/** Returns a request for something that needs no program. */
export function queryFrame(id: number, kind: "getInterface" | "getExternals"): Uint8Array {
  return frame([...uint32(id), kindTags[kind], ...uint32(0)]);
}

/** Returns a request to prepare or execute, with the program or the input. */
export function programFrame(
  id: number,
  kind: "prepare" | "execute",
  programId: number,
  bytes: Uint8Array,
): Uint8Array {
  const head = [...uint32(id), kindTags[kind], ...uint32(4)];
  return frame([...head, ...uint32(programId), ...uint32(8), ...uint32(bytes.length), ...bytes]);
}

/** Returns a request to release. */
export function releaseFrame(id: number, programId: number): Uint8Array {
  return frame([...uint32(id), kindTags.release, ...uint32(4), ...uint32(programId)]);
}

/** Returns a response to getExternals with no externals. */
export function noExternalsFrame(id: number): Uint8Array {
  const head = [...uint32(id), kindTags.getExternals, ...uint32(4)];
  return frame([...head, 0, ...uint32(4), ...uint32(8), ...uint32(0)]);
}

/** The head of a response. */
export interface ResponseHead {
  readonly id: number;
  readonly tag: number;
  readonly isError: boolean;
}

/** Reads the head of a response's body: the id, the kind, and whether it is an error. */
export function responseHead(body: Uint8Array): ResponseHead {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const result = 5 + view.getUint32(5, true);
  return {
    id: view.getUint32(0, true),
    tag: view.getUint8(4),
    isError: view.getUint8(result) === 1,
  };
}

/** Encodes a number in four bytes, little-endian. */
export function uint32(value: number): readonly number[] {
  return [value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24];
}

/** Joins several arrays into one. */
export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(parts.flatMap((part) => [...part]));
}
