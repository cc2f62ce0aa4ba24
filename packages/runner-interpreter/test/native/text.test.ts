import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesFromHex } from "@lutra-internal/fixtures";
import { textModule } from "../../src/native/text.ts";
import { Chunk } from "../../src/memory/chunk.ts";
import { TextSlice } from "../../src/memory/text-slice.ts";
import { bytesText, call, countingContext, stringOf, textOf } from "./call.ts";

const run = (name: string, ...args: unknown[]): unknown =>
  call(
    textModule(),
    name,
    args.map((arg) => (typeof arg === "string" ? textOf(arg) : arg)),
  );
const split = (text: string, separator: string): string[] =>
  (run("split", text, separator) as TextSlice[]).map(stringOf);

const words = ["", "a", "ab", "žaba", "日本語", "🦦 otter", "a\u0000b", "x".repeat(100)];

test("concat writes one `Text` after the other", () => {
  for (const left of words)
    for (const right of words) expect(stringOf(run("concat", left, right))).toBe(left + right);
});

test.each([
  ["", 0],
  ["abc", 3],
  ["žaba", 4],
  ["e\u0301", 2],
  ["🦦", 1],
  ["日本", 2],
])("length counts the scalar values of %j", (text, length) => {
  expect(run("length", text)).toBe(length);
});

test("from_ascii gives the Latin-1 character of every byte", () => {
  for (let code = 0; code < 256; code++)
    expect(stringOf(run("from_ascii", code))).toBe(String.fromCharCode(code));
});

test.each([
  [[], ", ", ""],
  [["a"], ", ", "a"],
  [["a", "", "ž"], ", ", "a, , ž"],
  [["a", "b"], "", "ab"],
])("join of %j with %j is %j", (texts, separator, joined) => {
  expect(stringOf(run("join", texts.map(textOf), separator))).toBe(joined);
});

test("join puts the separator between equal texts too", () => {
  const same = textOf("a");
  expect(stringOf(run("join", [same, same, same], "-"))).toBe("a-a-a");
});

test.each<[name: string, args: unknown[], written: string]>([
  ["concat", [textOf("ab"), textOf("cd")], "abcd"],
  ["concat", [textOf("ab"), textOf("x".repeat(40))], `ab${"x".repeat(40)}`],
  ["join", [[textOf("a"), textOf("b")], textOf("-")], "a-b"],
  ["from_ascii", [0xe9], "é"],
])("%s writes nothing around its text", (name, args, written) => {
  const memory = new Uint8Array(64).fill(0xff);
  const newText = (length: number): TextSlice => new TextSlice(new Chunk(memory), 3, 3 + length);
  const text = call(textModule(), name, args, { ...countingContext(), newText });
  expect(stringOf(text)).toBe(written);
  const end = 3 + new TextEncoder().encode(written).length;
  expect([...memory.subarray(0, 3), ...memory.subarray(end)].every((byte) => byte === 0xff)).toBe(
    true,
  );
});

describe("split", () => {
  test.each([
    ["a,b,c", ",", ["a", "b", "c"]],
    [",a,,b,", ",", ["", "a", "", "b", ""]],
    ["", ",", [""]],
    ["abc", "x", ["abc"]],
    ["aaaa", "aa", ["", "", ""]],
    ["aaa", "aa", ["", "a"]],
    ["abc", "", ["", "a", "b", "c", ""]],
    ["", "", ["", ""]],
    ["žüx", "", ["", "ž", "ü", "x", ""]],
    ["🦦", "", ["", "🦦", ""]],
    ["a--separator--b--separator--", "--separator--", ["a", "b", ""]],
  ])("of %j at %j is %j", (text, separator, pieces) => {
    expect(split(text, separator)).toEqual(pieces);
  });

  test("shares the bytes of the text", () => {
    const text = textOf("a b");
    for (const piece of call(textModule(), "split", [text, textOf(" ")]) as TextSlice[])
      expect(piece.chunk).toBe(text.chunk);
  });

  test("agrees with the language for any text and any separator", () => {
    const unit = fc.constantFrom("a", "b", "ž");
    fc.assert(
      fc.property(
        fc.string({ unit, maxLength: 60 }),
        fc.string({ unit, minLength: 1, maxLength: 12 }),
        (text, separator) => {
          expect(split(text, separator)).toEqual(text.split(separator));
          expect(run("contains", text, separator)).toBe(text.includes(separator));
        },
      ),
      { seed: 7, numRuns: 2000 },
    );
  });
});

test.each([
  ["otter", "", true, true, true],
  ["", "", true, true, true],
  ["", "a", false, false, false],
  ["otter", "ot", true, true, false],
  ["otter", "tt", false, true, false],
  ["otter", "er", false, true, true],
  ["otter", "otter", true, true, true],
  ["otter", "otters", false, false, false],
  ["otter", "aotter", false, false, false],
  ["žaba", "ž", true, true, false],
])("%j against %j: starts_with %j, contains %j, ends_with %j", (text, pattern, at, inside, end) => {
  expect(run("starts_with", text, pattern)).toBe(at);
  expect(run("contains", text, pattern)).toBe(inside);
  expect(run("ends_with", text, pattern)).toBe(end);
});

test("a hostile pattern is searched for in linear time", () => {
  const text = textOf("a".repeat(2_000_000));
  const pattern = textOf(`${"a".repeat(1_000_000)}b`);
  // Comparing at every position would take 10^12 comparisons and never end.
  expect(call(textModule(), "contains", [text, pattern])).toBe(false);
  expect(call(textModule(), "split", [text, pattern])).toHaveLength(1);
});

test("steps grow with the bytes read and written", () => {
  const context = countingContext();
  const separator = textOf("x".repeat(1600));
  call(textModule(), "join", [Array.from({ length: 101 }, () => textOf("")), separator], context);
  expect(context.steps).toBeGreaterThanOrEqual(100 * 100);
});

test.each<[name: string, steps: number, ...args: unknown[]]>([
  ["length", 1001, textOf("x".repeat(16_000))],
  ["length", 1000, textOf("x".repeat(15_999))],
  ["concat", 501 + 501, textOf("x".repeat(8000)), textOf("y".repeat(8000))],
  ["starts_with", 1001 + 1, textOf("x".repeat(16_000)), textOf("x")],
  ["contains", 1001 + 1, textOf("x".repeat(16_000)), textOf("x")],
  ["ends_with", 1001 + 1, textOf("x".repeat(16_000)), textOf("x")],
  // One more for the only piece.
  ["split", 1001 + 1 + 1, textOf("x".repeat(16_000)), textOf("y")],
  // The bytes that are written count, too, without a step for the text.
  ["join", 501 + 1 + 1 + 500, [textOf("x".repeat(8000)), textOf("")], textOf("-")],
])("%s counts %i steps: one for each text, and one for 16 bytes of it", (name, steps, ...args) => {
  const context = countingContext();
  call(textModule(), name, args, context);
  expect(context.steps).toBe(steps);
});

function lengthOrError(bytes: Uint8Array): unknown {
  try {
    return run("length", bytesText(bytes));
  } catch {
    return "error";
  }
}

function platformLengthOrError(bytes: Uint8Array): unknown {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return Array.from(text).length;
  } catch {
    return "error";
  }
}

describe("text that is not UTF-8", () => {
  test.each([
    ["80", 0],
    ["61ff", 1],
    ["c3", 0],
    ["c328", 0],
    ["c0af", 0],
    ["e080af", 0],
    ["eda080", 0],
    ["61e282", 1],
    ["e28228", 0],
    ["f08080af", 0],
    ["f4908080", 0],
    ["f5808080", 0],
    ["f09fa6", 0],
  ])("%s is an error of every function, with the place", (hex, offset) => {
    const bad = bytesText(bytesFromHex(hex));
    const good = textOf("a");
    const expected: unknown = expect.objectContaining({
      name: "RunnerError",
      code: "EXECUTION_ERROR",
      message: `bad input data: a Text is not valid UTF-8, at byte ${offset} of its ${hex.length / 2}`,
    });
    expect(() => run("length", bad)).toThrow(expected);
    for (const name of ["concat", "split", "starts_with", "contains", "ends_with"]) {
      expect(() => run(name, bad, good)).toThrow(expected);
      expect(() => run(name, good, bad)).toThrow(expected);
    }
    expect(() => run("join", [good, bad], good)).toThrow(expected);
    expect(() => run("join", [], bad)).toThrow(expected);
  });

  test("is told apart as the platform's decoder tells it", () => {
    const byte = fc.constantFrom(0x41, 0x80, 0x9f, 0xa0, 0xbf, 0xc2, 0xe0, 0xed, 0xef, 0xf0, 0xf4);
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 6 }),
        fc.array(byte, { maxLength: 6 }),
        (any, edge) => {
          for (const bytes of [any, Uint8Array.from(edge)])
            expect(lengthOrError(bytes)).toBe(platformLengthOrError(bytes));
        },
      ),
      { seed: 3, numRuns: 5000 },
    );
  });
});
