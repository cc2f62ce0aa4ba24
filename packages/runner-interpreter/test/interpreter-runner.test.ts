import { array, int64, text, tuple } from "@lutra/bin";
import type { Expr } from "@lutra/bin/program";
import {
  isRunnerError,
  programFromBytes,
  representationOf,
  typedProgram,
} from "@lutra/runner-core";
import { bytesFromHex, showcase, showcaseNames, vectors } from "@lutra-internal/fixtures";
import { describe, expect, test } from "vitest";
import { InterpreterRunner, nativeFunction, nativeModule } from "../src/index.ts";
import { createParquetFormat } from "../src/parquet.ts";
import {
  execute,
  fn,
  input,
  int64Literal,
  literal,
  parameter,
  program,
  ProgramBuilder,
  variable,
} from "./support/bytecode.ts";

const unit = new Uint8Array(0);
const identity = program({ externals: [], main: fn(0, input), defs: [] });

/** Returns a matcher of a `RunnerError`. */
function failure(code: string, message: string | RegExp): unknown {
  return expect.objectContaining({
    name: "RunnerError",
    code,
    message: expect.stringMatching(message) as string,
  });
}

/** Calls a function near the end of the stack, then ever further from it until it returns; returns what it threw. */
function errorsNearEndOfStack(call: () => unknown): unknown[] {
  const errors: unknown[] = [];
  let isDone = false;
  const descend = (depth: number): void => {
    try {
      descend(depth + 1);
    } catch {
      // The end of the stack.
    }
    if (isDone || depth % 20 > 0) return;
    try {
      call();
      isDone = true;
    } catch (error) {
      errors.push(error);
    }
  };
  descend(0);
  return errors;
}

describe("preparing", () => {
  test.each(["sqlPostgres", "sqlDuckDb"] as const)("refuses %s programs and says so", (kind) => {
    expect(() => new InterpreterRunner().prepareSync({ kind, bytes: unit })).toThrow(
      failure(
        "PREPARE_ERROR",
        `executes bytecode-lt programs, and was given ${representationOf(kind)}`,
      ),
    );
  });

  test("refuses bytes that are no program", () => {
    expect(() =>
      new InterpreterRunner().prepareSync({ kind: "bytecodeLt", bytes: new Uint8Array(3) }),
    ).toThrow(failure("PREPARE_ERROR", "malformed program"));
  });

  test("refuses a program of another kind that is passed as bytecode", () => {
    const { sqlPostgres: bytes } = showcase(showcaseNames()[0]!);
    expect(() =>
      new InterpreterRunner().prepareSync({ kind: "bytecodeLt", bytes: bytes! }),
    ).toThrow(failure("PREPARE_ERROR", "not those of a bytecode-lt program"));
  });

  test("keeps nothing of the program's bytes", () => {
    const what = new ProgramBuilder().build(literal([1, 2, 3]));
    const runner = new InterpreterRunner();
    const prepared = runner.prepareSync(what);
    what.bytes.fill(0);
    expect(runner.executeSync(prepared, unit)).toEqual(Uint8Array.of(1, 2, 3));
  });

  test("shows the first 300 characters of a long reason", () => {
    let body: Expr = input;
    for (let i = 0; i < 100; i++) body = { tag: "offset", value: { base: body, offset: 1 } };
    const { bytes } = program({ externals: [], main: fn(0, body), defs: [] });
    const cut = { kind: "bytecodeLt", bytes: bytes.subarray(0, -4) } as const;
    expect(() => new InterpreterRunner().prepareSync(cut)).toThrow(
      failure("PREPARE_ERROR", /^malformed program: .{300}\.\.\.; programs of Lutra 0\.5/),
    );
  });

  test("says of a program of Lutra 0.5 that it must be compiled again", () => {
    const [arithmetic, same] = vectors().programs_0_5_1.filter(
      ({ repr }) => repr === "bytecode-lt",
    );
    const programOf = (hex = ""): ReturnType<typeof programFromBytes> =>
      programFromBytes(bytesFromHex(hex));
    expect(() => new InterpreterRunner().prepareSync(programOf(arithmetic?.program))).toThrow(
      failure("PREPARE_ERROR", "missing function implementation: std::add .*0.5"),
    );
    // The identity is the same program in both.
    expect(execute(programOf(same?.program), new Uint8Array([1, 2, 3, 4]))).toHaveLength(4);
  });

  test("names the native that is missing, also if the program never calls it", () => {
    const builder = new ProgramBuilder();
    builder.external("std::text::shout");
    expect(() => execute(builder.build(input))).toThrow(
      failure("PREPARE_ERROR", /^missing function implementation: std::text::shout$/),
    );
  });

  const call = (callee: Expr, ...args: Expr[]): Expr => ({
    tag: "call",
    value: { function: callee, args },
  });

  /** Ways to put an expression into another, and how many expressions that takes. */
  const nestings: readonly [string, number, (builder: ProgramBuilder, inner: Expr) => Expr][] = [
    ["offsets", 1, (_, inner) => ({ tag: "offset", value: { base: inner, offset: 0 } })],
    ["calls", 1, (builder, inner) => builder.call("std::ops::not", [], inner)],
    ["applied functions", 2, (_, inner) => call(fn(1, inner))],
    [
      "loops",
      3,
      (builder, inner) =>
        builder.call(
          "std::array::count",
          [],
          builder.call("std::array::map", [8, 8, 0], input, fn(1, inner)),
        ),
    ],
    [
      "switches",
      1,
      (_, inner) => ({
        tag: "switch",
        value: [
          { condition: literal([0]), value: literal([1]) },
          { condition: literal([1]), value: inner },
        ],
      }),
    ],
  ];
  const nested = (
    nest: (typeof nestings)[number][2],
    depth: number,
  ): ReturnType<typeof program> => {
    const builder = new ProgramBuilder();
    let body: Expr = literal([1, 0, 0, 0, 0, 0, 0, 0]);
    for (let i = 0; i < depth; i++) body = nest(builder, body);
    return builder.build(body);
  };

  test.each(nestings)("takes %s that make 500 expressions deep", (_, expressions, nest) => {
    const what = nested(nest, Math.floor(500 / expressions));
    expect(execute(what, array(int64).encode([1n]))).toBeInstanceOf(Uint8Array);
  });

  test.each(nestings)("refuses %s that make 1100 expressions deep", (_, expressions, nest) => {
    const what = nested(nest, Math.floor(1100 / expressions));
    expect(() => execute(what)).toThrow(failure("PREPARE_ERROR", /deep/));
  });

  test("takes 1024 expressions one within another, the function and the value among them, and not one more", () => {
    const [, , nest] = nestings[0]!;
    expect(execute(nested(nest, 1022))).toEqual(new Uint8Array([1, 0, 0, 0, 0, 0, 0, 0]));
    expect(() => execute(nested(nest, 1023))).toThrow(
      failure("PREPARE_ERROR", /expressions nest deeper than 1024/),
    );
  });

  test("takes 1040 pointers one within another where nothing is evaluated, and not one more", () => {
    const unused = (offsets: number): ReturnType<typeof program> => {
      let deep: Expr = literal([0]);
      for (let i = 0; i < offsets; i++) deep = { tag: "offset", value: { base: deep, offset: 0 } };
      const value = { symbol: 0x4000_0000, expr: fn(1, deep), main: input };
      return new ProgramBuilder().build({ tag: "binding", value });
    };
    // The program, the two functions, the binding and the literal take the other five.
    expect(execute(unused(1035), unit)).toEqual(unit);
    expect(() => execute(unused(1036), unit)).toThrow(failure("PREPARE_ERROR", "nests deeper"));
  });

  test("refuses functions that nest too deeply for the rest of the stack", () => {
    const wrapped = (inner: Expr): Expr => {
      let expr = inner;
      for (let i = 0; i < 50; i++) expr = { tag: "offset", value: { base: expr, offset: 0 } };
      return expr;
    };
    // Each function applies the one before it, so that they nest deeper than the program does.
    let body = call(variable(11), input);
    for (let i = 11; i >= 0; i--) {
      const x = parameter(i + 1, 0);
      const expr = fn(i + 1, wrapped(i === 0 ? x : call(variable(i - 1), x)));
      body = { tag: "binding", value: { symbol: 0x4000_0000 + i, expr, main: body } };
    }
    const program = new ProgramBuilder().build(body);
    const runner = new InterpreterRunner();
    const refusals = errorsNearEndOfStack(() => runner.prepareSync(program)).filter(isRunnerError);
    expect(new Set(refusals.map(({ code }) => code))).toEqual(new Set(["PREPARE_ERROR"]));
    expect(refusals.at(-1)?.message).toBe("the program nests too deeply here");
  });

  const selfApplication = fn(1, call(parameter(1, 0), parameter(1, 0)));

  test.each<[string, Expr, RegExp]>([
    [
      "an unbound variable",
      { tag: "pointer", value: 0x4000_0005 },
      /symbol 0x40000005 is not bound/,
    ],
    ["an unbound parameter", parameter(3, 1), /symbol 0x80000301 is not bound/],
    ["an unknown external", call({ tag: "pointer", value: 9 }), /external 9 does not exist/],
    [
      "a symbol of no name space",
      { tag: "pointer", value: 0xc000_0000 },
      /0xc0000000 is not bound/,
    ],
    ["a value that is called", call(literal([1]), input), /literal is called as a function/],
    ["a function as the result", fn(1, input), /a function stands where a value is needed/],
    ["a switch without branches", { tag: "switch", value: [] }, /a switch without branches/],
    ["functions that grow without end", call(selfApplication, selfApplication), /nest deeper/],
    [
      "a pointer outside of its head",
      {
        tag: "array",
        value: { itemLayout: { headSize: 32, bodyPtrs: [1] }, items: [literal([0, 0, 0, 0])] },
      },
      /a pointer at byte 1 of a head of 4/,
    ],
  ])("refuses %s", (_, body, message) => {
    expect(() => execute(new ProgramBuilder().build(body))).toThrow(
      failure("PREPARE_ERROR", message),
    );
  });

  const natives = new ProgramBuilder();
  const truth = natives.call("std::ops::not", [], literal([1]));
  const number = natives.call("std::ops::add_int64", [], int64Literal(1n), int64Literal(1n));
  const word = natives.call("std::text::concat", [], input, input);
  const itemOf8Bytes = (item: Expr): Expr => ({
    tag: "array",
    value: { itemLayout: { headSize: 64, bodyPtrs: [] }, items: [item] },
  });

  test.each<[string, Expr, string]>([
    ["a truth value", itemOf8Bytes(truth), "bool where a value of 8 bytes is needed"],
    ["a Text", itemOf8Bytes(word), "text where a value of 8 bytes is needed"],
    ["a number", natives.call("std::ops::not", [], number), "int64 where bool is needed"],
    ["a Text", natives.call("std::ops::not", [], word), "text where bool is needed"],
    ["a number", natives.call("std::text::length", [], number), "int64 where text is needed"],
  ])("refuses %s where another type is needed", (_, body, message) => {
    expect(() => new InterpreterRunner().prepareSync(natives.build(body))).toThrow(
      failure("PREPARE_ERROR", message),
    );
  });

  test("refuses a native with the wrong number of arguments", () => {
    const builder = new ProgramBuilder();
    const body = builder.call("std::ops::add_int64", [], int64Literal(1n));
    expect(() => execute(builder.build(body))).toThrow(
      failure("PREPARE_ERROR", "1 arguments for a native of 2"),
    );
  });
});

describe("handles", () => {
  test("are refused when they are released, foreign or made up", () => {
    const runner = new InterpreterRunner();
    const prepared = runner.prepareSync(identity);
    runner.releaseSync(prepared);
    runner.releaseSync(prepared);
    const foreign = new InterpreterRunner().prepareSync(identity);
    for (const handle of [prepared, foreign, { memoryBytes: 0 }]) {
      expect(() => runner.executeSync(handle, unit)).toThrow(
        failure("PROGRAM_NOT_FOUND", "not prepared by this runner"),
      );
    }
  });

  test("end with the runner", () => {
    const runner = new InterpreterRunner();
    const prepared = runner.prepareSync(identity);
    runner.shutdownSync();
    runner.shutdownSync();
    expect(() => runner.executeSync(prepared, unit)).toThrow(
      failure("CONNECTION_CLOSED", "shut down"),
    );
    expect(() => runner.prepareSync(identity)).toThrow(failure("CONNECTION_CLOSED", "shut down"));
  });
});

describe("executing", () => {
  test("gives the caller an output of its own", () => {
    const bytes = new Uint8Array([1, 2, 3]);
    const output = execute(identity, bytes);
    expect(output).toEqual(bytes);
    expect(output.buffer).not.toBe(bytes.buffer);
  });

  test("takes an input that is a part of a bigger buffer, and does not read around it", () => {
    const bytes = new Uint8Array([9, 9, 1, 9, 9]).subarray(2, 3);
    expect(execute(identity, bytes)).toEqual(new Uint8Array([1]));
  });

  test("runs a typed program", () => {
    const builder = new ProgramBuilder();
    const body = builder.call("std::ops::mul_int64", [], input, int64Literal(3n));
    const runner = new InterpreterRunner();
    expect(runner.runSync(typedProgram(builder.build(body), int64, int64), 14n)).toBe(42n);
  });

  test("says that input bytes are not a value", () => {
    const builder = new ProgramBuilder();
    const body = builder.call("std::text::length", [], input);
    for (const bytes of [
      [],
      [8, 0, 0, 0],
      [8, 0, 0, 0, 5, 0, 0, 0, 65],
      [255, 255, 255, 255, 1, 0, 0, 0],
    ]) {
      expect(() => execute(builder.build(body), Uint8Array.from(bytes))).toThrow(
        failure("EXECUTION_ERROR", "bad input data"),
      );
    }
  });

  test("evaluates both operands of and", () => {
    const builder = new ProgramBuilder();
    const division = builder.call("std::ops::div_int64", [], int64Literal(1n), int64Literal(0n));
    const isOne = builder.call("std::ops::eq_int64", [], division, int64Literal(1n));
    const body = builder.call("std::ops::and", [], literal([0]), isOne);
    expect(() => execute(builder.build(body))).toThrow(
      failure("EXECUTION_ERROR", /^attempt to divide by zero$/),
    );
  });

  test("does not evaluate the last condition of a switch, nor other branches", () => {
    const builder = new ProgramBuilder();
    const division = builder.call("std::ops::div_int8", [], literal([1]), literal([0]));
    const isOne = builder.call("std::ops::eq_int8", [], division, literal([1]));
    const body: Expr = {
      tag: "switch",
      value: [
        { condition: literal([0]), value: division },
        { condition: isOne, value: literal([7]) },
      ],
    };
    expect(execute(builder.build(body))).toEqual(new Uint8Array([7]));
  });

  test.each<[name: string, isFirst: number, result: number, branches: readonly Expr[]]>([
    ["the first branch", 1, 1, [fn(1, literal([1])), fn(2, parameter(2, 0))]],
    ["the last branch", 0, 5, [fn(1, literal([1])), fn(2, parameter(2, 0))]],
    ["the only branch", 0, 5, [fn(2, parameter(2, 0))]],
  ])(
    "calls a function that a variable holds and that is %s of a switch",
    (_, isFirst, result, branches) => {
      const body: Expr = {
        tag: "binding",
        value: {
          symbol: 0x4000_0000,
          expr: { tag: "switch", value: branches.map((value) => ({ condition: input, value })) },
          main: {
            tag: "call",
            value: { function: { tag: "pointer", value: 0x4000_0000 }, args: [literal([5])] },
          },
        },
      };
      const built = new ProgramBuilder().build(body);
      expect(execute(built, new Uint8Array([isFirst]))).toEqual(new Uint8Array([result]));
    },
  );

  test.each([
    ["a literal", literal([1, 2, 3, 4])],
    ["an input", input],
  ])("reads a field of a field of %s", (_, base) => {
    const at = (offset: number, of: Expr): Expr => ({
      tag: "offset",
      value: { base: of, offset },
    });
    const body = new ProgramBuilder().build(at(2, at(1, base)));
    expect(execute(body, new Uint8Array([1, 2, 3, 4]))).toEqual(new Uint8Array([4]));
  });

  test("spreads an empty tuple as no field", () => {
    const empty: Expr = { tag: "tuple", value: { fields: [], fieldLayouts: [] } };
    const int8 = { headSize: 8, bodyPtrs: [] };
    const body: Expr = {
      tag: "tuple",
      value: {
        fields: [
          { expr: literal([1]), unpack: 0 },
          { expr: empty, unpack: 0 },
          { expr: literal([2]), unpack: 0 },
        ],
        fieldLayouts: [int8, int8],
      },
    };
    expect(execute(new ProgramBuilder().build(body))).toEqual(new Uint8Array([1, 2]));
  });
});

describe("natives of the host", () => {
  const greeter = nativeModule("acme::greet", {
    hello: nativeFunction(["string"], "string", (_context, name) => `Hello, ${name}!`),
    add: nativeFunction(["int64", "int64"], "int64", (_context, a, b) => BigInt(a) + BigInt(b)),
    swap: nativeFunction(["data"], "data", (_context, bytes) => {
      const pair = tuple([text, int64]);
      const [name, age] = pair.decode(bytes);
      return tuple([int64, text]).encode([age, name]);
    }),
    wrong: nativeFunction(["int8"], "int8", () => 1000),
    throws: nativeFunction([], "unit", () => {
      throw new Error("no connection");
    }),
  });
  const options = { modules: [greeter] };

  test("take and give strings, integers of one form, and encoded values", () => {
    const builder = new ProgramBuilder();
    expect(
      text.decode(
        execute(
          builder.build(builder.call("acme::greet::hello", [], input)),
          text.encode("Žana"),
          options,
        ),
      ),
    ).toBe("Hello, Žana!");

    const sum = builder.call("acme::greet::add", [], input, int64Literal(2n));
    const isFive = builder.call("std::ops::eq_int64", [], sum, int64Literal(5n));
    expect(execute(builder.build(isFive), int64.encode(3n), options)).toEqual(new Uint8Array([1]));

    const swapped = execute(
      builder.build(builder.call("acme::greet::swap", [], input)),
      tuple([text, int64]).encode(["Ana", 30n]),
      options,
    );
    expect(tuple([int64, text]).decode(swapped)).toEqual([30n, "Ana"]);
  });

  test.each([0, 1, 2, 3, 4])("get %i arguments in their order", (count) => {
    const kinds = Array.from({ length: count }, () => "int8" as const);
    const digits = nativeFunction(kinds, "string", (_context, ...each) => each.join(""));
    const modules = [nativeModule("acme::count", { digits })];
    const builder = new ProgramBuilder();
    const args = kinds.map((_, i) => literal([i + 1]));
    const called = builder.build(builder.call("acme::count::digits", [], ...args));
    expect(text.decode(execute(called, unit, { modules }))).toBe("1234".slice(0, count));
  });

  test("may give nothing", () => {
    const nothing = nativeModule("acme::nothing", {
      log: nativeFunction([], "unit", () => undefined),
    });
    const builder = new ProgramBuilder();
    const called = builder.build(builder.call("acme::nothing::log", []));
    expect(execute(called, unit, { modules: [nothing] })).toEqual(unit);
  });

  test("are named by the runner", () => {
    expect(new InterpreterRunner(options).getExternalsSync()).toEqual([
      "repr:bytecode-lt",
      "std::fs",
      "acme::greet",
    ]);
  });

  test("fail with their error as the cause, and when they give the wrong kind", () => {
    const builder = new ProgramBuilder();
    const throwing = builder.build(builder.call("acme::greet::throws", []));
    expect(() => execute(throwing, unit, options)).toThrow(
      expect.objectContaining({
        code: "EXECUTION_ERROR",
        message: "error: no connection",
        cause: new Error("no connection"),
      }),
    );
    const wrong = builder.build(builder.call("acme::greet::wrong", [], input));
    expect(() => execute(wrong, new Uint8Array([1]), options)).toThrow(
      failure("EXECUTION_ERROR", "acme::greet::wrong is declared to give int8"),
    );
  });

  test("may execute the program that calls them", () => {
    const runner: InterpreterRunner = new InterpreterRunner({
      modules: [
        nativeModule("acme::self", {
          half: nativeFunction(["int64"], "int64", (_context, value) =>
            value === 0
              ? 0
              : int64.decode(runner.executeSync(prepared, int64.encode(BigInt(value) / 2n))) + 1n,
          ),
        }),
      ],
    });
    const builder = new ProgramBuilder();
    const half = builder.call("acme::self::half", [], input);
    const prepared = runner.prepareSync(
      builder.build(builder.call("std::ops::add_int64", [], half, input)),
    );
    expect(int64.decode(runner.executeSync(prepared, int64.encode(4n)))).toBe(10n);
  });
});

test("an interface of files that cannot be listed is an error, and none is empty", () => {
  expect(new InterpreterRunner().getInterfaceSync()).toBe("");
  const fileSystem = {
    parquet: createParquetFormat(),
    readFile: () => unit,
    writeFile: () => undefined,
    list: () => {
      throw new Error("no access");
    },
  };
  expect(() => new InterpreterRunner({ fileSystem }).getInterfaceSync()).toThrow(
    failure("EXECUTION_ERROR", "no access"),
  );
});

describe("limits", () => {
  test("end values of more than 2 GiB in all", () => {
    const large = new Uint8Array(2 ** 28);
    const modules = [
      nativeModule("acme::large", { value: nativeFunction([], "data", () => large) }),
    ];
    const builder = new ProgramBuilder();
    const next = fn(1, builder.call("acme::large::value", []));
    const body = builder.call("std::array::fold", [8], input, input, next);
    const nine = Uint8Array.of(8, 0, 0, 0, 9, 0, 0, 0, ...new Uint8Array(72));
    expect(() => execute(builder.build(body), nine, { modules })).toThrow(
      failure("LIMIT_EXCEEDED", /limit 2147483648.*maxAllocatedBytes/),
    );
  });

  test("what the system has no memory for is no fault of the input", () => {
    const hungry = nativeModule("acme::memory", {
      take: nativeFunction([], "unit", () => void new ArrayBuffer(2 ** 50)),
    });
    const builder = new ProgramBuilder();
    const program = builder.build(builder.call("acme::memory::take", []));
    expect(() => execute(program, unit, { modules: [hungry] })).toThrow(
      failure("LIMIT_EXCEEDED", "maxAllocatedBytes"),
    );
  });

  const sequence = (end: bigint): [ProgramBuilder, Expr] => {
    const builder = new ProgramBuilder();
    return [
      builder,
      builder.call("std::array::sequence_int64", [], int64Literal(0n), int64Literal(end)),
    ];
  };

  test("end a huge sequence before it is allocated", () => {
    for (const end of [1n << 62n, 1n << 40n, 1n << 28n]) {
      const [builder, body] = sequence(end);
      expect(() => execute(builder.build(body))).toThrow(
        failure("LIMIT_EXCEEDED", /max(Steps|OutputBytes)/),
      );
    }
  });

  test("end a loop that never gets empty", () => {
    const builder = new ProgramBuilder();
    const body = builder.call(
      "std::array::loop_until_empty",
      [8, 0],
      builder.call("std::array::sequence_int64", [], int64Literal(0n), int64Literal(3n)),
      fn(1, parameter(1, 0)),
    );
    for (const options of [{ maxSteps: 1000 }, { maxOutputBytes: 1000 }]) {
      expect(() => execute(builder.build(body), unit, options)).toThrow(
        failure("LIMIT_EXCEEDED", /max(Steps|OutputBytes)/),
      );
    }
  });

  test("end a loop over billions of items without bytes", () => {
    const builder = new ProgramBuilder();
    const body = builder.call("std::array::map", [0, 1, 0], input, fn(1, literal([1])));
    const bytes = new Uint8Array([8, 0, 0, 0, 255, 255, 255, 255]);
    expect(() => execute(builder.build(body), bytes)).toThrow(
      failure("LIMIT_EXCEEDED", /limit 268435456.*maxSteps/),
    );
  });

  test("end a value that doubles, and memory that is taken again and again", () => {
    const builder = new ProgramBuilder();
    const doubled = builder.call("std::text::concat", [], parameter(1, 0), parameter(1, 0));
    const numbers = builder.call(
      "std::array::sequence_int64",
      [],
      int64Literal(0n),
      int64Literal(64n),
    );
    const body = builder.call("std::array::fold", [8], numbers, input, fn(1, doubled));
    const maxOutputBytes = 100_000;
    expect(() => execute(builder.build(body), text.encode("abc"), { maxOutputBytes })).toThrow(
      failure("LIMIT_EXCEEDED", "maxOutputBytes"),
    );
    expect(() =>
      execute(builder.build(body), text.encode("abc"), { maxAllocatedBytes: 100_000 }),
    ).toThrow(failure("LIMIT_EXCEEDED", "maxAllocatedBytes"));
  });

  test.each(["filter", "group", "sort"])(
    "end %s over very many items without bytes before its working memory is taken",
    (name) => {
      const builder = new ProgramBuilder();
      const key = fn(1, literal([1]));
      const compare = builder.external("std::ops::cmp_int8");
      const body = {
        filter: builder.call("std::array::filter", [0, 0], input, key),
        group: builder.call("std::array::group", [0, 0, 9, 1, 1, 2, 1, 8, 0, 1, 0, 1], input, key),
        sort: builder.call("std::array::sort", [0, 0], input, key, compare),
      }[name] as Expr;
      const bytes = new Uint8Array([8, 0, 0, 0, 0, 0, 0, 8]);
      expect(() => execute(builder.build(body), bytes)).toThrow(
        failure("LIMIT_EXCEEDED", /limit 268435456.*maxOutputBytes/),
      );
    },
  );

  test.each<[string, steps: number]>([
    ["map", 7000],
    ["filter", 7000],
    ["group", 7000],
    // Ten comparisons for each item come on top.
    ["sort", 17_000],
    ["fold", 7000],
  ])("count the work of the function that %s applies to each item", (name, steps) => {
    const builder = new ProgramBuilder();
    const add = (a: Expr, b: Expr): Expr => builder.call("std::ops::add_int64", [], a, b);
    let sum = parameter(1, 0);
    for (let i = 0; i < 100; i++) sum = add(sum, int64Literal(1n));
    const isMore = builder.call("std::ops::lt_int64", [], parameter(1, 0), sum);
    const compare = builder.external("std::ops::cmp_int64");
    const groups = [8, 0, 16, 1, 8, 2, 8, 8, 0, 1, 0, 8];
    const body = {
      map: builder.call("std::array::map", [8, 8, 0], input, fn(1, sum)),
      filter: builder.call("std::array::filter", [8, 0], input, fn(1, isMore)),
      group: builder.call("std::array::group", groups, input, fn(1, sum)),
      sort: builder.call("std::array::sort", [8, 0], input, fn(1, sum), compare),
      fold: builder.call("std::array::fold", [8], input, int64Literal(0n), fn(1, sum)),
    }[name] as Expr;
    const program = builder.build(body);
    const items = array(int64).encode(Array.from({ length: 1000 }, (_, i) => BigInt(i)));
    expect(() => execute(program, items, { maxSteps: steps - 1 })).toThrow(
      failure("LIMIT_EXCEEDED", "maxSteps"),
    );
    expect(() => execute(program, items, { maxSteps: 2 * steps })).not.toThrow();
  });

  test("end a split into very many pieces before they are made", () => {
    const builder = new ProgramBuilder();
    const body = builder.call("std::text::split", [], input, literal(text.encode(",")));
    expect(() =>
      execute(builder.build(body), text.encode(",".repeat(1000)), { maxOutputBytes: 10_000 }),
    ).toThrow(failure("LIMIT_EXCEEDED", "maxOutputBytes"));
  });

  describe("count the objects of small values that refer to others", () => {
    const refers = { headSize: 64, bodyPtrs: [0] };
    const numbers = { headSize: 64, bodyPtrs: [] };
    const list = (itemLayout: typeof numbers | typeof refers, item: Expr): Expr => ({
      tag: "array",
      value: { itemLayout, items: [item] },
    });

    test("side by side", () => {
      const [builder, items] = sequence(10_000n);
      const nested = fn(1, list(refers, list(numbers, parameter(1, 0))));
      const body = builder.call("std::array::map", [8, 8, 1, 0], items, nested);
      expect(() => execute(builder.build(body), unit, { maxAllocatedBytes: 5_000_000 })).toThrow(
        failure("LIMIT_EXCEEDED", "maxAllocatedBytes"),
      );
    });

    test("in a chain", () => {
      const [builder, items] = sequence(10_000n);
      const nested = fn(1, list(refers, parameter(1, 0)));
      const start = list(numbers, int64Literal(1n));
      const body = builder.call("std::array::fold", [8], items, start, nested);
      expect(() => execute(builder.build(body), unit, { maxAllocatedBytes: 5_000_000 })).toThrow(
        failure("LIMIT_EXCEEDED", "maxAllocatedBytes"),
      );
    });
  });

  test("count the work of functions that apply each other ever more often", () => {
    const [builder, items] = sequence(100n);
    const apply = (callee: Expr, argument: Expr): Expr => ({
      tag: "call",
      value: { function: callee, args: [argument] },
    });
    // Function n applies function n - 1 twice, so the last one adds 1024 times.
    let body = apply(variable(10), parameter(1, 0));
    for (let n = 10; n >= 0; n--) {
      const x = parameter(100 + n, 0);
      const inner =
        n === 0
          ? builder.call("std::ops::add_int64", [], x, int64Literal(1n))
          : apply(variable(n - 1), apply(variable(n - 1), x));
      const symbol = 0x4000_0000 | n;
      body = { tag: "binding", value: { symbol, expr: fn(100 + n, inner), main: body } };
    }
    const program = builder.build(builder.call("std::array::map", [8, 8, 0], items, fn(1, body)));
    expect(() => execute(program, unit, { maxSteps: 10_000 })).toThrow(
      failure("LIMIT_EXCEEDED", "maxSteps"),
    );
    expect(array(int64).decode(execute(program))[99]).toBe(99n + 1024n);
  });

  test("count the keys of groups, also of texts that share their bytes", () => {
    const texts = 500;
    const length = 10_000;
    // Each text is the one before without its last byte.
    const bytes = new Uint8Array(8 + texts * 8 + length).fill(97);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, 8, true);
    view.setUint32(4, texts, true);
    for (let i = 0; i < texts; i++) {
      view.setUint32(8 + i * 8, (texts - i) * 8, true);
      view.setUint32(12 + i * 8, length - i, true);
    }
    const builder = new ProgramBuilder();
    const layoutArgs = [8, 1, 0, 16, 2, 0, 8, 2, 8, 8, 1, 0, 1, 0, 8];
    const body = builder.call("std::array::group", layoutArgs, input, fn(1, parameter(1, 0)));
    const program = builder.build(body);
    expect(() => execute(program, bytes, { maxAllocatedBytes: 2_000_000 })).toThrow(
      failure("LIMIT_EXCEEDED", "maxAllocatedBytes"),
    );
    expect(new DataView(execute(program, bytes).buffer).getUint32(4, true)).toBe(texts);
  });

  test.each([
    { maxSteps: 0 },
    { maxSteps: 1.5 },
    { maxOutputBytes: 2 ** 31 },
    { maxAllocatedBytes: Number.NaN },
  ])("are whole numbers within bounds: %o", (options) => {
    expect(() => new InterpreterRunner(options)).toThrow(RangeError);
  });
});
