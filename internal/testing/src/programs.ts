/**
 * Programs for tests of what does not read programs: transports, sessions, adapters.
 *
 * @module
 */
import type { Program } from "@lutra/runner-core";

/** Bytecode of no bytes, which an `EchoRunner` executes. */
export const program: Program = {
  kind: "bytecodeLt",
  bytes: new Uint8Array([2, 4, 0, 0, 0]),
};

/** SQL of no bytes, which an `EchoRunner` refuses. */
export const refusedProgram: Program = {
  kind: "sqlPostgres",
  bytes: new Uint8Array([0, 4, 0, 0, 0]),
};
