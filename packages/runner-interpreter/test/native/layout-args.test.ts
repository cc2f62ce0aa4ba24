import { type BytecodeProgram, programCodec } from "@lutra/bin/program";
import { bytesFromHex, programCases } from "@lutra-internal/fixtures";
import { expect, test } from "vitest";
import { InterpreterRunner } from "../../src/index.ts";
import { LayoutArgs } from "../../src/native/layout-args.ts";
import { input, ProgramBuilder } from "../support/bytecode.ts";

/** Layout arguments that the compiler wrote and the function reads, by the name of a function of arrays. */
const written = new Map<string, readonly number[]>(
  programCases()
    .flatMap(({ interpreter }) => interpreter.program_hex ?? [])
    .flatMap((hex) => (programCodec.decode(bytesFromHex(hex)).value as BytecodeProgram).externals)
    .filter(({ id, layoutArgs }) => id.startsWith("std::array::") && layoutArgs.length > 0)
    // The last one of groups says nothing that the others do not.
    .map(({ id, layoutArgs }) => [
      id,
      id.endsWith("::group") ? layoutArgs.slice(0, -1) : layoutArgs,
    ]),
);

test("there are functions to look at", () => {
  expect(written.size).toBeGreaterThan(20);
});

test.each([...written])("%s lacks layout arguments where some of %j are missing", (id, args) => {
  const prepare = (given: readonly number[]): void => {
    const builder = new ProgramBuilder();
    builder.external(id, ...given);
    new InterpreterRunner().prepareSync(builder.build(input));
  };
  expect(() => prepare(args)).not.toThrow();
  for (let length = 0; length < args.length; length++) {
    expect(() => prepare(args.slice(0, length))).toThrow(
      expect.objectContaining({
        code: "PREPARE_ERROR",
        message: expect.stringContaining("an external lacks layout arguments") as string,
      }),
    );
  }
});

test("bytes of more than their words are missing", () => {
  const builder = new ProgramBuilder();
  builder.external("std::array::lag", 8, 0, 3, 9, 0, 0);
  expect(() => new InterpreterRunner().prepareSync(builder.build(input))).toThrow(
    "an external lacks layout arguments",
  );
});

test("bytes without their length are none", () => {
  expect(new LayoutArgs([0]).bytes()).toEqual(new Uint8Array(0));
});
