import type { Expr } from "@lutra/bin/program";
import { isRunnerError } from "@lutra/runner-core";
import { createCosts, createRandom } from "@lutra-internal/testing";
import { afterAll, expect, test } from "vitest";
import { InterpreterRunner } from "../src/index.ts";
import { fn, literal, parameter, ProgramBuilder, variable } from "./support/bytecode.ts";

const random = createRandom(29);
const small = (): number => random.pick([0, 1, 2, 4, 5, 8, 12, 16, 255, 2 ** 32 - 1]);
const layout = (): { headSize: number; bodyPtrs: number[] } => {
  return random.pick([
    { headSize: 64, bodyPtrs: [] },
    { headSize: 64, bodyPtrs: [0] },
    { headSize: 32, bodyPtrs: [] },
    { headSize: 40, bodyPtrs: [1] },
    { headSize: small(), bodyPtrs: [small()] },
  ]);
};

/** Natives with layout arguments that fit them, which are then changed now and then. */
const natives: readonly (readonly [string, readonly number[], number, boolean])[] = [
  ["std::array::map", [8, 8, 1, 0], 2, true],
  ["std::array::flat_map", [8, 8, 0], 2, true],
  ["std::array::filter", [8, 1, 0], 2, true],
  ["std::array::group", [8, 1, 0, 16, 2, 0, 8, 2, 8, 8, 1, 0, 1, 0, 8], 2, true],
  ["std::array::append", [8, 1, 0], 2, false],
  ["std::array::slice", [8, 0], 3, false],
  ["std::array::count", [], 1, false],
  ["std::array::sequence_int64", [], 2, false],
  ["std::array::zip", [8, 1, 0, 8, 0], 2, false],
  ["std::ops::add_int64", [], 2, false],
  ["std::ops::div_int64", [], 2, false],
  ["std::ops::eq_text", [], 2, false],
  ["std::text::concat", [], 2, false],
  ["std::text::split", [], 2, false],
  ["std::date::to_timestamp", [], 2, false],
];

function expression(builder: ProgramBuilder, depth: number): Expr {
  const inner = (): Expr => expression(builder, depth - 1);
  if (depth === 0) {
    return random.pick([
      parameter(random.below(4), random.below(2)),
      variable(random.below(3)),
      literal([random.below(10), 0, 0, 0, 0, 0, 0, 0]),
      literal([8, 0, 0, 0, 1, 0, 0, 0, 97]),
      literal(Array.from({ length: random.below(12) }, () => random.below(256))),
    ]);
  }
  switch (random.below(9)) {
    case 0:
      return { tag: "array", value: { itemLayout: layout(), items: [inner(), inner()] } };
    case 1: {
      const fields = [inner(), inner()].map((expr) => ({ expr, unpack: random.oneIn(8) ? 2 : 0 }));
      return { tag: "tuple", value: { fields, fieldLayouts: [layout(), layout()] } };
    }
    case 2: {
      const tag = Uint8Array.of(random.below(3));
      const paddingBytes = random.below(5);
      const hasPtr = random.oneIn(2);
      return {
        tag: "enumVariant",
        value: { tag, innerBytes: 4, hasPtr, paddingBytes, inner: inner() },
      };
    }
    case 3:
      return { tag: "offset", value: { base: inner(), offset: small() } };
    case 4:
      return { tag: "deref", value: { ptr: inner() } };
    case 5:
      return {
        tag: "binding",
        value: { symbol: 0x4000_0000 + random.below(3), expr: inner(), main: inner() },
      };
    case 6:
      return {
        tag: "switch",
        value: [
          { condition: inner(), value: inner() },
          { condition: literal([1]), value: inner() },
        ],
      };
    default: {
      const [id, args, arity, takesFunction] = random.pick(natives);
      const given = random.oneIn(10)
        ? args.map((each) => (random.oneIn(4) ? small() : each))
        : args;
      const values = Array.from({ length: arity }, inner);
      if (takesFunction) values[1] = fn(1 + random.below(3), inner());
      return builder.call(id, [...given], ...values);
    }
  }
}

const options = { maxSteps: 200_000, maxOutputBytes: 1 << 20, maxAllocatedBytes: 1 << 24 };
const codes = ["PREPARE_ERROR", "EXECUTION_ERROR", "LIMIT_EXCEEDED"];
const input = Uint8Array.of(
  8,
  0,
  0,
  0,
  2,
  0,
  0,
  0,
  16,
  0,
  0,
  0,
  1,
  0,
  0,
  0,
  9,
  0,
  0,
  0,
  1,
  0,
  0,
  0,
  97,
  98,
);

const costs = createCosts("bytecode of any structure");
afterAll(() => costs.write());

/** Returns the outcome of a program: twice the same bytes, or the code of a `RunnerError`. */
function outcome(depth: number): string {
  const builder = new ProgramBuilder();
  const program = builder.build(expression(builder, depth));
  const runner = new InterpreterRunner(options);
  try {
    const size = program.bytes.length + input.length;
    const { prepared, first } = costs.measure(size, () => {
      const handle = runner.prepareSync(program);
      return { prepared: handle, first: runner.executeSync(handle, input) };
    });
    expect(runner.executeSync(prepared, input)).toEqual(first);
    return first.length <= options.maxOutputBytes ? "value" : "too much";
  } catch (error) {
    if (!isRunnerError(error)) throw error;
    return error.code ?? "no code";
  }
}

// 100,000 by hand: HOSTILE_PROGRAMS=100000.
test("programs of any structure give a value or an error with a code", { timeout: 600_000 }, () => {
  const count = Number(process.env["HOSTILE_PROGRAMS"] ?? 2000);
  const seen = new Map<string, number>();
  for (let i = 0; i < count; i++) {
    const result = outcome(1 + (i % 5));
    expect([...codes, "value"]).toContain(result);
    seen.set(result, (seen.get(result) ?? 0) + 1);
  }
  // A test whose programs were all refused would prove nothing.
  expect(seen.get("value")).toBeGreaterThan(count / 20);
  expect(seen.get("EXECUTION_ERROR")).toBeGreaterThan(count / 100);
});
