import { uint8 } from "@lutra/bin";
import { failure } from "@lutra-internal/testing";
import { expect, test } from "vitest";
import { chooseProgram, embeddedProgram, portableProgram } from "../../src/generated.ts";
import { ErrorCode, type ProgramKind, RunnerError } from "../../src/index.ts";

const embedded = (kind: ProgramKind) => embeddedProgram(kind, "01".repeat(32), () => "AgQAAAA=");
const bytecode = embedded("bytecodeLt");
const postgres = embedded("sqlPostgres");
const duckDb = embedded("sqlDuckDb");
const all = portableProgram(uint8, uint8, [bytecode, postgres, duckDb]);

test.each([
  [["repr:bytecode-lt", "std::fs"], bytecode],
  [["std::sql", "repr:sql-pg"], postgres],
  [["repr:sql-postgres"], postgres],
  [["repr:sql-duckdb", "std::sql", "std::fs"], duckDb],
  [["repr:wasm", "repr:sql-duckdb", "repr:bytecode-lt"], duckDb],
])("%j chooses the program of its tag", (externals, expected) => {
  const { program, input, output } = chooseProgram(all, externals);
  expect(program).toBe(expected);
  expect(input).toBe(uint8);
  expect(output).toBe(uint8);
});

test("a runner without a tag gets the only program there is", () => {
  const one = portableProgram(uint8, uint8, [duckDb]);
  expect(chooseProgram(one, ["std::fs"]).program).toBe(duckDb);
});

test.each([
  [
    ["repr:sql-pg", "std::sql"],
    [bytecode, duckDb],
    "the runner executes sql-pg programs, and this function is there for bytecode-lt, sql-duckdb: " +
      "compile it for sql-pg too",
  ],
  [
    ["repr:wasm"],
    [bytecode],
    "the runner executes wasm programs, and this function is there for bytecode-lt: compile it for wasm too",
  ],
  [
    ["std::fs"],
    [bytecode, duckDb],
    "the runner does not say what it executes (its externals have no repr: tag), and this function is there for " +
      "bytecode-lt, sql-duckdb: choose one of its programs yourself",
  ],
])("%j names both sides if nothing fits", async (externals, programs, message) => {
  const portable = portableProgram(uint8, uint8, programs);
  expect(await failure(() => chooseProgram(portable, externals))).toEqual(
    new RunnerError(message, { code: ErrorCode.PREPARE_ERROR }),
  );
});
