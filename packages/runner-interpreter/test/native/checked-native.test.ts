import { transferred } from "@lutra-internal/testing";
import {
  float32,
  float64,
  int16,
  int32,
  int64,
  int8,
  text,
  uint16,
  uint32,
  uint64,
  uint8,
} from "@lutra/bin";
import { isRunnerError, RunnerError } from "@lutra/runner-core";
import { describe, expect, test } from "vitest";
import {
  InterpreterRunner,
  type NativeFunction,
  nativeFunction,
  nativeModule,
  type NativeModule,
  type ValueKind,
} from "../../src/index.ts";
import { execute, input, literal, ProgramBuilder } from "../support/bytecode.ts";

/** Executes a program that calls a function of the host; authors of functions need not use TypeScript. */
function outcome(native: NativeFunction): unknown {
  const builder = new ProgramBuilder();
  const program = builder.build(builder.call("acme::odd::f", []));
  const runner = new InterpreterRunner({ modules: [nativeModule("acme::odd", { f: native })] });
  const prepared = runner.prepareSync(program);
  try {
    return runner.executeSync(prepared, new Uint8Array(0));
  } catch (error) {
    // Whatever happened, the next program works.
    const [seven] = execute(new ProgramBuilder().build(literal([7])));
    return seven === 7 ? error : undefined;
  }
}

const returning = (kind: ValueKind, value: unknown): NativeFunction =>
  nativeFunction([], kind, () => value as never);

const revoked = (target: object): object => {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
};

interface Decoder {
  readonly decode: (bytes: Uint8Array) => unknown;
}

const kinds: readonly ValueKind[] = [
  "bool",
  "int8",
  "int64",
  "uint64",
  "float64",
  "string",
  "text",
  "texts",
  "data",
];

describe.each(kinds)("a function that is declared to give %s and", (kind) => {
  test.each<[string, () => unknown, RegExp]>([
    ["undefined", () => undefined, /and gave undefined$/],
    ["null", () => null, /and gave null$/],
    ["a promise", () => Promise.resolve(1), /and gave a Promise: functions of the host are sync/],
    ["a promise that fails", () => Promise.reject(new Error("late")), /and gave a Promise/],
    ["a symbol", () => Symbol("s"), /and gave a symbol$/],
    ["a function", () => () => 1, /and gave a function$/],
    ["an object", () => ({}), /and gave Object$/],
    ["an object of no class", () => Object.create(null) as object, /and gave Object$/],
    ["an ArrayBuffer", () => new ArrayBuffer(8), /and gave ArrayBuffer$/],
    ["a DataView", () => new DataView(new ArrayBuffer(8)), /and gave DataView$/],
    ["bytes without memory", transferred, /and gave bytes whose memory was transferred away$/],
    ["a revoked proxy", () => revoked({}), /and gave object$/],
    ["a revoked list", () => revoked([]), /and gave object$|revoked|IsArray/],
    ["a list of numbers", () => [1], /and gave Array$/],
  ])("gives %s fails and says so", (_, value, message) => {
    const error = outcome(returning(kind, value()));
    expect(isRunnerError(error)).toBe(true);
    expect(error).toMatchObject({
      code: "EXECUTION_ERROR",
      message: expect.stringMatching(message) as string,
    });
  });
});

test.each<[ValueKind, unknown, RegExp]>([
  ["int8", 128, /the number 128$/],
  ["int8", 1.5, /the number 1.5$/],
  ["uint8", -1, /the number -1$/],
  ["int64", 2 ** 53, /the number 9007199254740992$/],
  ["int64", 2n ** 63n, /the bigint 9223372036854775808$/],
  ["uint64", -1n, /the bigint -1$/],
  ["int32", Number.NaN, /the number NaN$/],
  ["bool", 1, /the number 1$/],
  ["string", 5, /the number 5$/],
  ["float64", "5", /a string$/],
])(
  "a function that is declared to give %s and gives %s fails and says so",
  (kind, value, message) => {
    expect(outcome(returning(kind, value))).toMatchObject({
      code: "EXECUTION_ERROR",
      message: expect.stringMatching(message) as string,
    });
  },
);

test.each<[ValueKind, Decoder, unknown[], unknown[]]>([
  ["int8", int8, [-128, 127], [-129, 128]],
  ["int16", int16, [-32_768, 32_767], [-32_769, 32_768]],
  ["int32", int32, [-(2 ** 31), 2 ** 31 - 1], [-(2 ** 31) - 1, 2 ** 31]],
  ["int64", int64, [-(2n ** 63n), 2n ** 63n - 1n], [-(2n ** 63n) - 1n, 2n ** 63n]],
  ["uint8", uint8, [0, 255], [-1, 256]],
  ["uint16", uint16, [0, 65_535], [-1, 65_536]],
  ["uint32", uint32, [0, 2 ** 32 - 1], [-1, 2 ** 32]],
  ["uint64", uint64, [0n, 2n ** 64n - 1n], [-1n, 2n ** 64n]],
  ["float32", float32, [1.5, -Infinity, Number.NaN], ["1.5"]],
  ["float64", float64, [0.1, -Infinity, Number.NaN], [1n]],
])("a function can give any %s, and nothing beyond", (kind, codec, within, beyond) => {
  for (const value of within)
    expect(codec.decode(outcome(returning(kind, value)) as Uint8Array)).toBe(value);
  for (const value of beyond) {
    expect(outcome(returning(kind, value))).toMatchObject({
      message: expect.stringContaining(`is declared to give ${kind}, and gave `) as string,
    });
  }
});

test("a function can give a 64-bit integer as a safe number, and a 32-bit float with more bits", () => {
  expect(int64.decode(outcome(returning("int64", -5)) as Uint8Array)).toBe(-5n);
  expect(float32.decode(outcome(returning("float32", 0.1)) as Uint8Array)).toBe(Math.fround(0.1));
});

test("an object is named by at most 64 characters", () => {
  const named = { [Symbol.toStringTag]: "x".repeat(100) };
  expect(outcome(returning("bool", named))).toMatchObject({
    message: `acme::odd::f is declared to give bool, and gave ${"x".repeat(64)}`,
  });
});

/** Executes a function whose result is a slice of new memory of 2000 bytes. */
const slicing = (start: number, end: number): unknown =>
  outcome(nativeFunction([], "text", (context) => context.newText(2000).part(start, end)));

test.each([
  [-1, 1],
  [0, 2001],
  [5, 2],
  [0, Number.NaN],
  [0.5, 2],
  [0, 1.5],
])("a slice from %d to %d of 2000 bytes is refused", (start, end) => {
  expect(slicing(start, end)).toMatchObject({
    code: "EXECUTION_ERROR",
    message: expect.stringContaining("declared to give text") as string,
  });
});

test.each([
  [0, 2000],
  [2000, 2000],
  [1, 3],
])("a slice from %d to %d of 2000 bytes is a text", (start, end) => {
  expect(text.decode(slicing(start, end) as Uint8Array)).toBe("\0".repeat(end - start));
});

test("bytes in resizable or shared memory are copied", () => {
  const resizable = Reflect.construct(ArrayBuffer, [1, { maxByteLength: 2 }]) as ArrayBuffer;
  for (const memory of [resizable, new SharedArrayBuffer(1)]) {
    expect(outcome(returning("data", new Uint8Array(memory)))).toEqual(Uint8Array.of(0));
  }
});

describe("a function that throws", () => {
  const hostile = (name: string): Error =>
    Object.defineProperty(new Error("x"), name, {
      get: () => {
        throw new Error("from the getter");
      },
    });
  test.each<[string, () => unknown, string]>([
    ["an error", () => new Error("no connection"), "error: no connection"],
    ["a RangeError of its own", () => new RangeError("too far"), "error: too far"],
    ["a string", () => "plain", "error: plain"],
    ["undefined", () => undefined, "error: undefined"],
    ["a symbol", () => Symbol("s"), "error: Symbol(s)"],
    [
      "an object of no class",
      () => Object.create(null) as object,
      "error: a value that has no text",
    ],
    ["a revoked proxy", () => revoked({}), "error: a value that has no text"],
    ["an error whose message throws", () => hostile("message"), "error: Error"],
    ["an error whose name throws", () => hostile("name"), "error: x"],
    ["an error whose cause throws", () => hostile("cause"), "error: x"],
    [
      "an object whose text throws",
      () => ({
        toString: () => {
          throw new Error("no");
        },
      }),
      "error: a value that has no text",
    ],
    [
      "a RunnerError whose code is no string",
      () => Object.assign(new RunnerError("odd"), { code: 5 }),
      "odd",
    ],
  ])("%s fails with that", (_, thrown, message) => {
    const error = outcome(
      nativeFunction([], "unit", () => {
        throw thrown();
      }),
    );
    expect(isRunnerError(error)).toBe(true);
    expect(error).toMatchObject({ code: "EXECUTION_ERROR", message });
  });

  test("a RunnerError with a code fails with it", () => {
    const given = new RunnerError("own", { code: "CALL_TIMED_OUT" });
    const native = nativeFunction([], "unit", () => {
      throw given;
    });
    expect(outcome(native)).toBe(given);
  });

  test.each([
    [
      "stack",
      "Maximum call stack size exceeded",
      "EXECUTION_ERROR",
      "the program nests too deeply",
    ],
    ["memory", "Array buffer allocation failed", "LIMIT_EXCEEDED", "the system has no memory left"],
  ])("an error because there is no more %s fails with that", (_, thrown, code, message) => {
    const given = new RangeError(thrown);
    const native = nativeFunction([], "unit", () => {
      throw given;
    });
    expect(outcome(native)).toMatchObject({
      code,
      cause: given,
      message: expect.stringContaining(message) as string,
    });
  });
});

describe("a module of the host", () => {
  const prepare = (module: unknown): unknown => {
    const builder = new ProgramBuilder();
    builder.external("acme::odd::f");
    try {
      const runner = new InterpreterRunner({ modules: [module as NativeModule] });
      return runner.prepareSync(builder.build(input));
    } catch (error) {
      return error;
    }
  };
  const finding = (found: unknown): unknown => ({ name: "acme::odd", lookup: () => found });

  test.each<[string, unknown, RegExp]>([
    ["has no function of the name", finding(undefined), /missing function implementation/],
    ["gives null for one", finding(null), /missing function implementation/],
    ["gives a plain function", finding(() => 1), /was not made by nativeFunction/],
    [
      "gives an unknown kind",
      finding({ params: ["int9"], result: "unit", call: () => 1 }),
      /was not made/,
    ],
    ["gives no result kind", finding({ params: [], call: () => 1 }), /was not made/],
    ["gives a promise", finding(Promise.resolve()), /was not made/],
    [
      "throws when it is asked",
      {
        name: "acme::odd",
        lookup: () => {
          throw Object.create(null) as Error;
        },
      },
      /acme::odd failed to find f: a value that has no text/,
    ],
  ])("that %s makes preparing fail and says so", (_, module, message) => {
    const error = prepare(module);
    expect(isRunnerError(error)).toBe(true);
    expect(error).toMatchObject({
      code: "PREPARE_ERROR",
      message: expect.stringMatching(message) as string,
    });
  });
});
