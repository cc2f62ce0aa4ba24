import { expect, test } from "vitest";
import { type ProgramKind, representationOf, wrongKind } from "../src/index.ts";

test.each<readonly [ProgramKind, string]>([
  ["bytecodeLt", "bytecode-lt"],
  ["sqlPostgres", "sql-pg"],
  ["sqlDuckDb", "sql-duckdb"],
])("%s is %s to users", (kind, name) => {
  expect(representationOf(kind)).toBe(name);
  const program = { kind, bytes: new Uint8Array() };
  expect(wrongKind(program, "bytecodeLt")).toMatchObject({
    code: "PREPARE_ERROR",
    message: `this runner executes bytecode-lt programs, and was given ${name}; compile the program for the representation bytecode-lt`,
  });
});

test("a kind that does not exist is named as it came", () => {
  const program = { kind: "wasm" as ProgramKind, bytes: new Uint8Array() };
  expect(wrongKind(program, "sqlPostgres").message).toContain("was given wasm;");
});

test("bytes in place of a program are told what makes one of them", () => {
  expect(wrongKind(new Uint8Array(5) as never, "sqlPostgres").message).toBe(
    "this runner executes sql-pg programs, and was given no program, as programFromBytes returns it",
  );
});
