import { createHash } from "node:crypto";
import { codecsFor } from "@lutra/bin/program";
import { programFromBytes } from "@lutra/runner-core";
import { benchProgram, benchProgramNames, showcase, showcaseNames } from "@lutra-internal/fixtures";
import { describe, expect, test } from "vitest";
import { InterpreterRunner } from "../src/index.ts";

function execute(program: Uint8Array, input: Uint8Array): Uint8Array {
  const runner = new InterpreterRunner();
  return runner.executeSync(runner.prepareSync(programFromBytes(program)), input);
}

const showcases = showcaseNames()
  .map(showcase)
  .filter(({ bytecodeLt }) => bytecodeLt !== undefined);

test("all showcases but those for databases only have bytecode", () => {
  expect(showcases.length).toBeGreaterThanOrEqual(12);
});

test.each(showcases.map((each) => [each.name, each] as const))("showcase %s", (_, each) => {
  const { output } = codecsFor(each.programType);
  const bytes = execute(each.bytecodeLt as Uint8Array, each.input);
  expect(output.decode(bytes)).toEqual(output.decode(each.expected));
  expect(output.encode(output.decode(bytes))).toEqual(output.encode(output.decode(each.expected)));
});

describe.each(benchProgramNames())("benchmark program %s", (name) => {
  const bench = benchProgram(name);
  const { input, output } = codecsFor(bench.programType);

  test.each(Object.keys(bench.expected))("gives the digest of the original for n = %s", (n) => {
    const bytes = input.encode(bench.rows(Number(n)));
    const result = output.encode(output.decode(execute(bench.program, bytes)));
    expect(createHash("sha256").update(result).digest("hex")).toBe(
      bench.expected[n]?.output_sha256,
    );
  });

  test("needs no more than in proportion for more rows", () => {
    const sizes = [1000, 10_000].map(
      (n) => execute(bench.program, input.encode(bench.rows(n))).length,
    );
    expect(sizes[1]).toBeLessThanOrEqual((sizes[0] as number) * 11);
  });

  test("takes steps in proportion to the rows", () => {
    const steps = [200, 2000].map((n) => stepsOf(bench.program, input.encode(bench.rows(n))));
    expect(steps[1]).toBeLessThanOrEqual((steps[0] as number) * 15);
  });

  test("allocates in proportion to the rows", () => {
    const bytes = [200, 2000].map((n) => allocatedBy(bench.program, input.encode(bench.rows(n))));
    expect(bytes[1]).toBeLessThanOrEqual((bytes[0] as number) * 15);
  });
});

/** Finds the fewest steps with which a program comes to its end, to one part in sixteen. */
function stepsOf(program: Uint8Array, input: Uint8Array): number {
  return leastLimit((maxSteps) => new InterpreterRunner({ maxSteps }), program, input);
}

/** Finds the fewest bytes that a program has to allocate, to one part in sixteen. */
function allocatedBy(program: Uint8Array, input: Uint8Array): number {
  return leastLimit(
    (maxAllocatedBytes) => new InterpreterRunner({ maxAllocatedBytes }),
    program,
    input,
  );
}

function leastLimit(
  runnerWith: (limit: number) => InterpreterRunner,
  program: Uint8Array,
  input: Uint8Array,
): number {
  let low = 1;
  let high = 1 << 27;
  while (high - low > high / 16) {
    const middle = Math.floor((low + high) / 2);
    const runner = runnerWith(middle);
    try {
      runner.executeSync(runner.prepareSync(programFromBytes(program)), input);
      high = middle;
    } catch {
      low = middle;
    }
  }
  return high;
}
