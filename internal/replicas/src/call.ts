import { type Program, programFromBytes } from "@lutra/runner-core";

/** Programs that callers use in turn. Their last byte makes their answers differ. */
export const programs: readonly Program[] = [1, 2, 3].map((mark) =>
  programFromBytes(new Uint8Array([2, 4, 0, 0, 0, mark])),
);

/** Bytes of a call's id, which is its input. */
export const idBytes = 8;

/** Creates the input of a caller's n-th call: an id that no other call has. */
export function inputOf(caller: number, n: number): Uint8Array {
  const input = new Uint8Array(idBytes);
  const view = new DataView(input.buffer);
  view.setUint32(0, caller);
  view.setUint32(4, n);
  return input;
}

/** Returns what a program answers to an input. */
export function answerTo(program: Program, input: Uint8Array): Uint8Array {
  const mark = program.bytes.at(-1) ?? 0;
  return input.map((byte) => byte ^ mark ^ 0xa5);
}

/** Returns an id as a string. */
export function idOf(input: Uint8Array): string {
  return Buffer.from(input).toString("hex");
}
