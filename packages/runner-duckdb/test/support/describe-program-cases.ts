import { codecsFor } from "@lutra/bin/program";
import { programFromBytes } from "@lutra/runner-core";
import {
  bytesFromHex,
  hexFromBytes,
  type ProgramCase,
  programCases,
} from "@lutra-internal/fixtures";
import { describe, expect, test } from "vitest";
import type { DuckDbRunner } from "../../src/index.ts";
import { caseValue } from "./case-value.ts";
import { knownFailures } from "./known-failures.ts";

type Named = readonly [string, ProgramCase];

/**
 * Tests that every case gives what it should, but for those that `known-failures.txt` lists for the engine.
 *
 * @param without SQL that the engine cannot even be asked to execute
 */
export function describeProgramCases(
  engine: string,
  runnerOf: () => DuckDbRunner,
  without?: string,
): void {
  const executable = programCases().filter(
    ({ duckdb: { program_hex: program, sql = "" } }) =>
      program !== undefined && (without === undefined || !sql.includes(without)),
  );
  const agreeing = executable.filter(({ duckdb }) => duckdb.agrees);
  const differing = executable.filter(({ duckdb }) => duckdb.value !== undefined);
  const failing = executable.filter(({ duckdb }) => duckdb.run_error !== undefined);
  const failures = knownFailures(engine);
  const unlisted = (cases: readonly ProgramCase[]): readonly Named[] =>
    cases.filter(({ name }) => !failures.has(name)).map((each) => [each.name, each]);

  async function outputOf({ duckdb, input }: ProgramCase): Promise<Uint8Array> {
    const runner = runnerOf();
    const prepared = await runner.prepare(programFromBytes(bytesFromHex(duckdb.program_hex ?? "")));
    try {
      return await runner.execute(prepared, bytesFromHex(input.hex));
    } finally {
      await runner.release(prepared);
    }
  }

  async function valueOf(each: ProgramCase): Promise<unknown> {
    const { output } = codecsFor(bytesFromHex(each.program_type_hex));
    return caseValue(output, output.decode(await outputOf(each)));
  }

  describe("a program gives the very bytes that the interpreter gives", () => {
    test.each(unlisted(agreeing))("%s", async (_, each) => {
      expect(hexFromBytes(await outputOf(each))).toBe(each.interpreter.output?.hex);
    });
  });

  describe("a program that means something else here gives what DuckDB makes of it", () => {
    test.each(unlisted(differing))("%s", async (_, each) => {
      expect(await valueOf(each)).toEqual(each.duckdb.value);
    });
  });

  describe("a program that DuckDB refuses fails with its message", () => {
    test.each(unlisted(failing))("%s", async (_, each) => {
      await expect(outputOf(each)).rejects.toThrow(each.duckdb.run_error);
    });
  });

  test("a known failure still fails", async () => {
    const listed = executable.filter(({ name }) => failures.has(name));
    expect(listed.map(({ name }) => name)).toEqual([...failures.keys()]);
    for (const each of listed) {
      const outcome = await outputOf(each).then(hexFromBytes, (error: Error) => error.message);
      expect(outcome).not.toBe(each.interpreter.output?.hex);
      if (each.duckdb.run_error !== undefined) {
        // oxlint-disable-next-line vitest/no-conditional-expect -- such a case fails in another way than it should
        expect(outcome).not.toContain(each.duckdb.run_error);
      }
    }
  });

  test("every case is one of these, gives nothing, or reads a file", () => {
    const rest = executable.filter(
      (each) => !agreeing.includes(each) && !differing.includes(each) && !failing.includes(each),
    );
    expect(rest.map(({ name }) => name)).toEqual(["fs.00", "scalar.14"]);
  });
}
