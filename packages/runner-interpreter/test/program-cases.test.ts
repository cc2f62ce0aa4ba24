import { codecsFor } from "@lutra/bin/program";
import { programFromBytes } from "@lutra/runner-core";
import {
  bytesFromHex,
  hexFromBytes,
  type ProgramCase,
  programCases,
} from "@lutra-internal/fixtures";
import { describe, expect, test } from "vitest";
import { InterpreterRunner } from "../src/index.ts";

const cases = programCases();

function outputOf(each: ProgramCase): Uint8Array {
  const runner = new InterpreterRunner();
  const program = programFromBytes(bytesFromHex(each.interpreter.program_hex ?? ""));
  return runner.executeSync(runner.prepareSync(program), bytesFromHex(each.input.hex));
}

function canonical(each: ProgramCase, bytes: Uint8Array): string {
  const { output } = codecsFor(bytesFromHex(each.program_type_hex));
  return hexFromBytes(output.encode(output.decode(bytes)));
}

function caseOf(name: string): ProgramCase {
  const found = cases.find((each) => each.name === name);
  if (found === undefined) throw new TypeError(`no case is called ${name}`);
  return found;
}

describe("a program gives what the original gives", () => {
  const withOutput = cases.filter(({ interpreter }) => interpreter.output !== undefined);
  test.each(withOutput.map((each) => [each.name, each] as const))("%s", (_, each) => {
    expect(canonical(each, outputOf(each))).toBe(each.interpreter.output?.hex);
  });
});

describe("a program that makes the original panic fails with the cause", () => {
  test.each([
    ["error.01", "attempt to calculate the remainder with a divisor of zero"],
    ["error.02", /^unknown time zone: /],
    ["error.03", /^No such local time/],
    ["error.04", /date out of range/],
  ])("%s", (name, message) => {
    expect(() => outputOf(caseOf(name))).toThrow(
      expect.objectContaining({
        name: "RunnerError",
        code: "EXECUTION_ERROR",
        message: expect.stringMatching(message) as string,
      }),
    );
  });

  test("every panic of the original is either listed here or answered with a value", () => {
    const panics = cases.filter(({ interpreter }) => interpreter.panic !== undefined);
    expect(panics.map(({ name }) => name)).toEqual([
      "array.group.text.00",
      "array.group.text.01",
      "error.01",
      "error.02",
      "error.03",
      "error.04",
    ]);
  });
});

describe("groups by text work, which make the original panic", () => {
  test.each([
    ["array.group.text.00", [1n, 2n]],
    [
      "array.group.text.01",
      [
        ["k1", 4],
        ["k2", 2],
      ],
    ],
  ])("%s", (name, expected) => {
    const each = caseOf(name);
    const { output } = codecsFor(bytesFromHex(each.program_type_hex));
    expect(output.decode(outputOf(each))).toEqual(expected);
  });
});

test("a file function fails without files", () => {
  const each = cases.find(({ area }) => area === "fs") as ProgramCase;
  expect(() => outputOf(each)).toThrow(
    "error: lutra-interpreter was not provided with file-system access",
  );
});

test("no case is left out", () => {
  const others = cases.filter(
    ({ area, interpreter }) =>
      interpreter.output === undefined &&
      interpreter.panic === undefined &&
      interpreter.compile_error === undefined &&
      area !== "fs",
  );
  expect(others).toEqual([]);
});
