import { afterEach, expect, it, vi } from "vitest";
import {
  type AnyCodec,
  array,
  int16,
  int32,
  int64,
  isoDate,
  option,
  text,
  tuple,
  typedArray,
} from "../src/index.ts";
import { compileCodec } from "../src/jit.ts";
import { bytecodeProgramCodec, programCodec } from "../src/program.ts";

const row = array(tuple({ id: int32, title: option(text) }));
const value = [
  { id: 1, title: "one" },
  { id: 2, title: null },
];

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

it("compiles a codec, which stays a part of others", () => {
  const compiled = compileCodec(row);
  expect(compiled.ops).not.toBe(row.ops);
  expect(compiled.decode(compiled.encode(value))).toEqual(value);
  expect(compiled.encode(value)).toEqual(row.encode(value));
  const outer = compileCodec(tuple({ rows: compiled, n: int16 }));
  expect(outer.decode(outer.encode({ rows: value, n: 1 }))).toEqual({ rows: value, n: 1 });
});

it.each([int32, isoDate, int64.asNumber, typedArray(int32)])(
  "leaves a type without parts as it is: %#",
  (codec: AnyCodec) => {
    expect(compileCodec(codec).ops).toBe(codec.ops);
  },
);

it("waits for the first use, so that a type may mention what comes later", () => {
  let later: typeof row | undefined = undefined;
  const early = compileCodec({
    ...row,
    get ops() {
      return later!.ops;
    },
  });
  later = row;
  expect(early.decode(row.encode(value))).toEqual(value);
});

it("keeps the depth that programs may have", () => {
  const { maxDepth } = compileCodec(programCodec) as unknown as { maxDepth: number };
  expect(maxDepth).toBe(512);
  expect(bytecodeProgramCodec).toBeDefined();
});

it("returns the codec itself where code must not be made from strings", async () => {
  let attempts = 0;
  vi.stubGlobal("Function", function refuse(): never {
    attempts++;
    throw new EvalError("Code generation from strings disallowed for this context");
  });
  const { compileCodec: compile } = await import("../src/jit.ts");
  expect(compile(row)).toBe(row);
  expect(compile(row)).toBe(row);
  expect(attempts).toBe(1);
});
