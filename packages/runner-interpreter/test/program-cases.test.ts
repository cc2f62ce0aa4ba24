import { codecsFor } from "@lutra/bin/program";
import { programFromBytes } from "@lutra/runner-core";
import { bytesFromHex, hexFromBytes, programCases } from "@lutra-internal/fixtures";
import { describe, expect, test } from "vitest";
import { InterpreterRunner } from "../src/index.ts";

const cases = programCases();

function outputOf(programHex: string, inputHex: string): Uint8Array {
  const runner = new InterpreterRunner();
  const prepared = runner.prepareSync(programFromBytes(bytesFromHex(programHex)));
  return runner.executeSync(prepared, bytesFromHex(inputHex));
}

describe("programs of the original", () => {
  const withOutput = cases.filter(({ interpreter }) => interpreter.output !== undefined);
  test.each(withOutput.map((each) => [each.name, each] as const))("%s", (_, each) => {
    const { interpreter, input } = each;
    const { output } = codecsFor(bytesFromHex(each.program_type_hex));
    const bytes = outputOf(interpreter.program_hex ?? "", input.hex);
    expect(hexFromBytes(output.encode(output.decode(bytes)))).toBe(interpreter.output?.hex);
  });
});
