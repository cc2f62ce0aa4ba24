import { codecsFor } from "@lutra/bin/program";
import { programFromBytes } from "@lutra/runner-core";
import {
  bytesFromHex,
  hexFromBytes,
  type ProgramCase,
  programCases,
} from "@lutra-internal/fixtures";
import { describe, expect, test } from "vitest";
import type { PostgresRunner } from "../../src/index.ts";
import { knownFailures } from "./known-failures.ts";

const executable = programCases().filter(({ postgres }) => postgres.program_hex !== undefined);

/** Tests that every case gives what the original gives, but for those that `known-failures.txt` lists for the engine. */
export function describeProgramCases(engine: string, createRunner: () => PostgresRunner): void {
  const failures = knownFailures(engine);

  async function outputOf({ postgres, input }: ProgramCase): Promise<Uint8Array> {
    const runner = createRunner();
    const program = programFromBytes(bytesFromHex(postgres.program_hex ?? ""));
    return runner.execute(await runner.prepare(program), bytesFromHex(input.hex));
  }

  /** The output as it should be: what the interpreter gives, if the original's engines agree. */
  function expectedHex(each: ProgramCase): string {
    return each.interpreter.output?.hex ?? "";
  }

  describe("a program gives what the interpreter gives", () => {
    const agreeing = executable.filter(({ postgres }) => postgres.agrees);
    test.each(agreeing.map((each) => [each.name, each] as const))("%s", async (name, each) => {
      const outcome = outputOf(each).then(hexFromBytes);
      const reason = failures.get(name);
      if (reason === undefined) expect(await outcome).toBe(canonicalHex(each, expectedHex(each)));
      else expect(await outcome.catch(String)).not.toBe(expectedHex(each));
    });
  });
}

function canonicalHex(each: ProgramCase, hex: string): string {
  const { output } = codecsFor(bytesFromHex(each.program_type_hex));
  return hexFromBytes(output.encode(output.decode(bytesFromHex(hex))));
}
