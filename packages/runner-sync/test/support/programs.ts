import type { Program } from "@lutra/runner-core";

/** Bytes that pass for a program that {@link EchoRunner} executes. */
export const program: Program = {
  kind: "bytecodeLt",
  bytes: new Uint8Array([2, 4, 0, 0, 0]),
};

/** Bytes that pass for a program of a kind that it refuses. */
export const refusedProgram: Program = {
  kind: "sqlPostgres",
  bytes: new Uint8Array([0, 4, 0, 0, 0]),
};
