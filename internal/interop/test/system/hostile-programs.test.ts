import { bytesFromHex, programCases } from "@lutra-internal/fixtures";
import { createRandom } from "@lutra-internal/testing";
import { DecodeError } from "@lutra/bin";
import { type BytecodeProgram, codecsFor, programCodec } from "@lutra/bin/program";
import { isRunnerError, programFromBytes } from "@lutra/runner-core";
import { InterpreterRunner } from "@lutra/runner-interpreter";
import { describe, expect, test } from "vitest";
import {
  buildPeer,
  evaluateAll,
  mutateBytes,
  mutateCarefully,
  mutateProgram,
} from "../../src/index.ts";

const { path: peer } = await buildPeer();

/** 100,000 by hand: `HOSTILE_PROGRAMS=100000`, from seed `HOSTILE_SEED` on. */
const count = Number(process.env["HOSTILE_PROGRAMS"] ?? 2000);
const seed = Number(process.env["HOSTILE_SEED"] ?? 31);
const batch = 1000;

interface Base {
  readonly program: BytecodeProgram;
  readonly output: ReturnType<typeof codecsFor>["output"];
  readonly input: Uint8Array;
}

const bases: readonly Base[] = programCases().flatMap((each) => {
  const { program_hex, output: result } = each.interpreter;
  // The original has native functions that panic whatever they are given.
  if (program_hex === undefined || result === undefined) return [];
  const program = programCodec.decode(bytesFromHex(program_hex));
  if (program.tag !== "bytecodeLt") return [];
  const { output } = codecsFor(bytesFromHex(each.program_type_hex));
  return [{ program: program.value, output, input: bytesFromHex(each.input.hex) }];
});
const externals = bases.flatMap(({ program }) => program.externals);

interface Attempt {
  readonly output: Base["output"];
  readonly program: Uint8Array;
  readonly input: Uint8Array;
}

/** Outcome on one side: the value of an output, or why there is none. */
type Outcome = { readonly value: unknown } | { readonly error: string };

const limits = { maxSteps: 200_000, maxOutputBytes: 1 << 20, maxAllocatedBytes: 1 << 26 };

/** Value of outputs that are none of their type, as those of programs whose types do not fit may be. */
const noValue = Symbol("no value");

function valueOf({ output }: Attempt, bytes: Uint8Array): unknown {
  try {
    return output.decode(bytes);
  } catch (error) {
    if (error instanceof DecodeError) return noValue;
    throw error;
  }
}

/** Compares values; floats up to the last bits, in which mathematical functions of engines differ. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a === "number" && typeof b === "number") {
    return Object.is(a, b) || (a !== b && Math.abs(a - b) <= 4 * Number.EPSILON * Math.abs(a));
  }
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  const [left, right] = [Object.entries(a), Object.entries(b)];
  return (
    left.length === right.length &&
    left.every(([key, value], i) => key === right[i]![0] && isSame(value, right[i]![1]))
  );
}

function ours(attempt: Attempt): Outcome {
  using runner = new InterpreterRunner(limits);
  try {
    const prepared = runner.prepareSync(programFromBytes(attempt.program));
    return { value: valueOf(attempt, runner.executeSync(prepared, attempt.input)) };
  } catch (error) {
    if (!isRunnerError(error)) throw error;
    return { error: `${error.code}: ${error.message}` };
  }
}

async function theirs(attempts: readonly Attempt[]): Promise<readonly Outcome[]> {
  const answers = await evaluateAll(peer!, attempts);
  return attempts.map((attempt, i) => {
    const answer = answers[i]!;
    if (!answer.startsWith("ok")) return { error: answer };
    return { value: valueOf(attempt, bytesFromHex(answer.slice(3))) };
  });
}

/** Yields both outcomes of programs that were changed, but for those that our limits ended. */
async function* outcomes(
  change: typeof mutateProgram,
  changeInput: boolean,
): AsyncGenerator<readonly [ours: Outcome, theirs: Outcome]> {
  const random = createRandom(seed);
  for (let done = 0; done < count; done += batch) {
    const attempts = Array.from({ length: batch }, (): Attempt => {
      const { program, output, input } = random.pick(bases);
      const value = change(random, program, externals);
      const isChanged = changeInput && random.oneIn(8);
      return {
        output,
        program: programCodec.encode({ tag: "bytecodeLt", value }),
        input: isChanged ? mutateBytes(random, input) : input,
      };
    });
    const here = attempts.map((attempt) => ours(attempt));
    const isEnded = (outcome: Outcome): boolean =>
      "error" in outcome && outcome.error.startsWith("LIMIT_EXCEEDED");
    const compared = attempts.filter((_, i) => !isEnded(here[i]!));
    const there = await theirs(compared);
    let at = 0;
    for (const outcome of here) if (!isEnded(outcome)) yield [outcome, there[at++]!];
  }
}

/** Prints counts of a run by hand. */
function report(counts: Readonly<Record<string, number>>): void {
  if (process.env["HOSTILE_PROGRAMS"] !== undefined) console.log(JSON.stringify(counts));
}

describe.skipIf(peer === undefined)(
  "programs that were changed at random",
  { timeout: 3_600_000 },
  () => {
    test("with types that fit give the same value, or fail on both sides", async () => {
      const different: unknown[] = [];
      let [equal, failed] = [0, 0];
      for await (const [here, there] of outcomes(mutateCarefully, false)) {
        if ("value" in here && "value" in there && isSame(here.value, there.value)) equal++;
        else if ("error" in here && "error" in there) failed++;
        else different.push([here, there]);
      }
      report({ equal, failed });
      expect(different).toEqual([]);
      expect(equal).toBeGreaterThan(count / 2);
    });

    test("in any way give a value or an error with a code, and differ for known reasons", async () => {
      const unknown: unknown[] = [];
      const counts = { equal: 0, differing: 0, onlyTheirs: 0, onlyOurs: 0, neither: 0 };
      for await (const [here, there] of outcomes(mutateProgram, true)) {
        if ("error" in here) {
          if (!/^(?:PREPARE|EXECUTION)_ERROR: /.test(here.error)) unknown.push([here, there]);
          if ("error" in there) counts.neither++;
          else counts.onlyTheirs++;
          // We check all of a program before it runs, and each access to memory; the original looks at what it reaches.
          const isKnown = /^(?:PREPARE_ERROR: bad program|EXECUTION_ERROR: bad input data)/;
          if ("value" in there && !isKnown.test(here.error)) unknown.push([here, there]);
        } else if ("error" in there) {
          counts.onlyOurs++;
          if (!/^(?:panic|error|abort|timeout)/.test(there.error)) unknown.push([here, there]);
        } else if (isSame(here.value, there.value)) counts.equal++;
        else counts.differing++;
      }
      report(counts);
      expect(unknown).toEqual([]);
      expect(counts.equal).toBeGreaterThan(count / 20);
      // Where types do not fit, a program reads pointers and what lies around a value, and each side lays those out its way.
      expect(counts.differing).toBeLessThan(counts.equal / 20);
    });
  },
);
