import { codecsFor } from "@lutra/bin/program";
import { programFromBytes } from "@lutra/runner-core";
import type { ProgramCase } from "@lutra-internal/fixtures";
import { bytesFromHex, hexFromBytes } from "@lutra-internal/fixtures/hex";
import { describe, expect, test } from "vitest";
import type { DuckDbRunner } from "../../src/index.ts";
import { caseValue } from "./case-value.ts";
import { type EngineName, knownFailures, missingExtension } from "./known-failures.ts";

/** The program cases, and the known facts on them; a test that can read files reads them. */
export interface Corpus {
  readonly cases: readonly ProgramCase[];
  /** The content of `known-failures.txt`. */
  readonly failures: string;
}

/**
 * Executes every program that the compiler makes for DuckDB, and compares with what the original's engines gave.
 *
 * The case that reads a file is left out: the tests of files run it.
 */
export function describeProgramCases(
  engine: EngineName,
  { cases: all, failures }: Corpus,
  runnerOf: () => DuckDbRunner,
): void {
  const cases = all.filter(({ name }) => name !== "fs.00");
  const listed = knownFailures(failures, engine);
  const extensionOf = ({ name }: ProgramCase): string | undefined =>
    missingExtension(listed.get(name));
  const executable = cases.filter(({ duckdb }) => duckdb.program_hex !== undefined);
  const complete = executable.filter((each) => extensionOf(each) === undefined);
  const incomplete = executable.filter((each) => extensionOf(each) !== undefined);
  const refused = complete.filter(({ duckdb }) => duckdb.run_error !== undefined);
  const answered = complete.filter(({ duckdb }) => duckdb.run_error === undefined);
  const outputs = new Map<string, string>();

  async function outputOf({ name, duckdb, input }: ProgramCase): Promise<Uint8Array> {
    const runner = runnerOf();
    const prepared = await runner.prepare(programFromBytes(bytesFromHex(duckdb.program_hex ?? "")));
    try {
      const output = await runner.execute(prepared, bytesFromHex(input.hex));
      outputs.set(name, hexFromBytes(output));
      return output;
    } finally {
      await runner.release(prepared);
    }
  }

  async function valueOf(each: ProgramCase): Promise<unknown> {
    const { output } = codecsFor(bytesFromHex(each.program_type_hex));
    return caseValue(output, output.decode(await outputOf(each)));
  }

  /** Checks that a program means something else on DuckDB, and that the optimizer does not repair it. */
  const isOther = ({ name, duckdb }: ProgramCase): boolean =>
    duckdb.value !== undefined && listed.has(name);

  describe("a program gives the very bytes that the interpreter gives", () => {
    test.each(named(answered.filter((each) => !isOther(each))))("%s", async (_, each) => {
      expect(hexFromBytes(await outputOf(each))).toBe(each.interpreter.output?.hex);
    });
  });

  describe("a program that means something else here gives what DuckDB makes of it", () => {
    test.each(named(answered.filter(isOther)))("%s", async (_, each) => {
      expect(await valueOf(each)).toEqual(each.duckdb.value);
    });
  });

  describe("a program that DuckDB refuses fails with its message", () => {
    test.each(named(refused))("%s", async (_, each) => {
      await expect(outputOf(each)).rejects.toThrow(each.duckdb.run_error);
    });
  });

  test("a program that needs a missing extension fails with a message that names it", async () => {
    for (const each of incomplete) {
      await expect(outputOf(each)).rejects.toThrow(`extension '${extensionOf(each)}'`);
    }
  });

  test("known-failures.txt lists exactly the cases that differ from the interpreter", () => {
    const differing = cases.filter(({ name, interpreter }) => {
      const output = outputs.get(name);
      return output === undefined || output !== interpreter.output?.hex;
    });
    expect(differing.map(({ name }) => name)).toEqual([...listed.keys()]);
  });
}

function named(cases: readonly ProgramCase[]): readonly (readonly [string, ProgramCase])[] {
  return cases.map((each) => [each.name, each]);
}
