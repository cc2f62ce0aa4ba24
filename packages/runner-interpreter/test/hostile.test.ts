import { isRunnerError } from "@lutra/runner-core";
import {
  benchProgram,
  benchProgramNames,
  bytesFromHex,
  programCases,
  showcase,
  showcaseNames,
} from "@lutra-internal/fixtures";
import { codecsFor } from "@lutra/bin/program";
import { describe, expect, test } from "vitest";
import { InterpreterRunner } from "../src/index.ts";

/** A program with an input that it takes. */
interface Sample {
  readonly program: Uint8Array;
  readonly input: Uint8Array;
}

function samples(): Sample[] {
  const fromCases = programCases().flatMap(({ interpreter, input }) =>
    interpreter.program_hex === undefined
      ? []
      : [{ program: bytesFromHex(interpreter.program_hex), input: bytesFromHex(input.hex) }],
  );
  const fromShowcases = showcaseNames().flatMap((name) => {
    const { bytecodeLt, input } = showcase(name);
    return bytecodeLt === undefined ? [] : [{ program: bytecodeLt, input }];
  });
  const fromBench = benchProgramNames().map((name) => {
    const { program, programType, rows } = benchProgram(name);
    return { program, input: codecsFor(programType).input.encode(rows(20)) };
  });
  return [...fromCases, ...fromShowcases, ...fromBench];
}

/** Creates a generator of whole numbers below a bound, the same in every run. */
function draws(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) % bound;
  };
}

/** Changes a few bytes: bits, small numbers, extremes, copies of other places; or cuts the end off. */
function mutated(bytes: Uint8Array, draw: (bound: number) => number): Uint8Array {
  if (bytes.length === 0) return bytes;
  const changed = bytes.slice(0, draw(8) === 0 ? draw(bytes.length) : bytes.length);
  for (let i = draw(3); i >= 0 && changed.length > 0; i--) {
    const at = draw(changed.length);
    const byte = changed[at] as number;
    const choices = [
      byte ^ (1 << draw(8)),
      draw(16),
      0,
      255,
      changed[draw(changed.length)] as number,
    ];
    changed[at] = choices[draw(choices.length)] as number;
  }
  return changed;
}

const options = { maxSteps: 200_000, maxOutputBytes: 1 << 20, maxAllocatedBytes: 1 << 24 };

/** Returns the outcome of an execution: bytes, or the code of a `RunnerError`. */
function outcome({ program, input }: Sample): string {
  const runner = new InterpreterRunner(options);
  try {
    const prepared = runner.prepareSync({ kind: "bytecodeLt", bytes: program });
    return runner.executeSync(prepared, input).length <= options.maxOutputBytes
      ? "value"
      : "too big";
  } catch (error) {
    if (!isRunnerError(error)) throw error;
    return error.code ?? "no code";
  }
}

const expected = ["value", "PREPARE_ERROR", "EXECUTION_ERROR", "LIMIT_EXCEEDED"];
const all = samples();

describe("bytes from anyone give a value or an error with a code", () => {
  test("changed programs", () => {
    const draw = draws(1);
    const seen = new Set<string>();
    for (let i = 0; i < 4000; i++) {
      const { program, input } = all[i % all.length] as Sample;
      const result = outcome({ program: mutated(program, draw), input });
      expect(expected).toContain(result);
      seen.add(result);
    }
    // A test that refused everything in the decoder would prove nothing.
    expect(seen).toContain("value");
    expect(seen).toContain("EXECUTION_ERROR");
  });

  test("changed inputs", () => {
    const draw = draws(2);
    const seen = new Set<string>();
    for (let i = 0; i < 4000; i++) {
      const { program, input } = all[i % all.length] as Sample;
      const result = outcome({ program, input: mutated(input, draw) });
      expect(expected).toContain(result);
      seen.add(result);
    }
    expect(seen).toContain("value");
    expect(seen).toContain("EXECUTION_ERROR");
  });

  test("inputs cut off at every byte", () => {
    for (const { program, input } of all) {
      const cuts = Math.min(input.length, 64);
      for (let length = 0; length < cuts; length++) {
        expect(expected).toContain(outcome({ program, input: input.subarray(0, length) }));
      }
    }
  });
});
