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

const executable = programCases().filter(({ duckdb }) => duckdb.program_hex !== undefined);
const agreeing = executable.filter(({ duckdb }) => duckdb.agrees);
const differing = executable.filter(({ duckdb }) => duckdb.value !== undefined);
const failing = executable.filter(({ duckdb }) => duckdb.run_error !== undefined);

type Named = readonly [string, ProgramCase];
const named = (each: ProgramCase): Named => [each.name, each];

/** Tests that every case gives what it should, but for those that `known-failures.txt` lists for the engine. */
export function describeProgramCases(engine: string, runnerOf: () => DuckDbRunner): void {
  const failures = knownFailures(engine);

  async function outputOf({ duckdb, input }: ProgramCase): Promise<Uint8Array> {
    const runner = runnerOf();
    const prepared = await runner.prepare(programFromBytes(bytesFromHex(duckdb.program_hex ?? "")));
    try {
      return await runner.execute(prepared, bytesFromHex(input.hex));
    } finally {
      await runner.release(prepared);
    }
  }

  describe("a program gives the very bytes that the interpreter gives", () => {
    test.each(agreeing.map(named))("%s", async (name, each) => {
      const expected = each.interpreter.output?.hex;
      const outcome = await outputOf(each).then(hexFromBytes, String);
      if (failures.has(name)) expect(outcome).not.toBe(expected);
      else expect(outcome).toBe(expected);
    });
  });

  describe("a program that means something else here gives what DuckDB makes of it", () => {
    test.each(differing.map(named))("%s", async (name, each) => {
      const { output } = codecsFor(bytesFromHex(each.program_type_hex));
      const outcome = await outputOf(each).then(
        (bytes) => caseValue(output, output.decode(bytes)),
        String,
      );
      if (failures.has(name)) expect(outcome).not.toEqual(each.duckdb.value);
      else expect(outcome).toEqual(each.duckdb.value);
    });
  });

  describe("a program that DuckDB refuses fails with its message", () => {
    test.each(failing.map(named))("%s", async (name, each) => {
      const outcome = await outputOf(each).then(hexFromBytes, (error: Error) => error.message);
      if (failures.has(name)) expect(outcome).not.toContain(each.duckdb.run_error);
      else expect(outcome).toContain(each.duckdb.run_error);
    });
  });

  test("every case is one of these, gives nothing, or reads a file", () => {
    const rest = executable.filter(
      (each) => !agreeing.includes(each) && !differing.includes(each) && !failing.includes(each),
    );
    expect(rest.map(({ name }) => name)).toEqual(["fs.00", "scalar.14"]);
  });

  test("known failures are names of cases", () => {
    const names = executable.map(({ name }) => name);
    expect([...failures.keys()].filter((name) => !names.includes(name))).toEqual([]);
  });
}
