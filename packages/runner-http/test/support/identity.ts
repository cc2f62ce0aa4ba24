import { type Program, programFromBytes } from "@lutra/runner-core";

/** A program that answers with its input. */
export const identity: Program = programFromBytes(
  new Uint8Array([2, 4, 0, 0, 0, 21, 0, 0, 0, 0, 0, 0, 0, 3, 12, 0, 0, 0, 21, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 128, 0, 4, 0, 0, 0, 0, 0, 0, 128]),
); // prettier-ignore
