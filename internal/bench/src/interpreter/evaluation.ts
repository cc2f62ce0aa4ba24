import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { benchProgram } from "@lutra-internal/fixtures";
import { codecsFor } from "@lutra/bin/program";
import { programFromBytes } from "@lutra/runner-core";
import { InterpreterRunner } from "@lutra/runner-interpreter";

/** A prepared program with the input of n rows. */
export interface Evaluation {
  readonly inputBytes: number;
  /** Evaluates the program once. */
  readonly execute: () => Uint8Array;
  /**
   * Checks an output against the digest of the reference interpreter, or where there is none that it decodes.
   *
   * Returns the size of its canonical encoding in bytes: an output may carry bytes after the value.
   */
  readonly check: (output: Uint8Array) => number;
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Prepares a benchmark program and its input, and checks the input. */
export function openEvaluation(name: string, rows: number): Evaluation {
  const { program, programType, rows: inputRows, expected } = benchProgram(name);
  const { input, output } = codecsFor(programType);
  const digests = expected[rows];
  const runner = new InterpreterRunner();
  const prepared = runner.prepareSync(programFromBytes(program));
  const inputBytes = input.encode(inputRows(rows));
  if (digests !== undefined) assert.equal(sha256(inputBytes), digests.input_sha256);
  return {
    inputBytes: inputBytes.length,
    execute: () => runner.executeSync(prepared, inputBytes),
    check: (bytes) => {
      const canonical = output.encode(output.decode(bytes));
      if (digests !== undefined) assert.equal(sha256(canonical), digests.output_sha256);
      return canonical.length;
    },
  };
}
