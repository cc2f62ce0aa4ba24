import { readFile } from "node:fs/promises";
import { failure } from "@lutra-internal/testing";
import { codecFor } from "@lutra/bin";
import { programCodec, type SqlProgram } from "@lutra/bin/program";
import { isRunnerError, programFromBytes, typedProgram } from "@lutra/runner-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DuckDbRunner } from "../src/index.ts";
import { openDuckDb } from "../src/node.ts";

/** Programs that the compiler translates to SQL which means something else; with their source. */
interface Fixture {
  readonly programs: readonly { readonly name: string; readonly program: string }[];
}

const fixture = new URL("fixtures/compiler-defects.json", import.meta.url);
const { programs } = JSON.parse(await readFile(fixture, "utf8")) as Fixture;

function sqlProgram(name: string): { readonly bytes: Uint8Array; readonly program: SqlProgram } {
  const digits = programs.find((each) => each.name === name)?.program ?? "";
  const bytes = new Uint8Array(Buffer.from(digits, "hex"));
  const decoded = programCodec.decode(bytes);
  if (decoded.tag !== "sqlDuckDb") throw new Error(`${name} is no program for DuckDB`);
  return { bytes, program: decoded.value };
}

let runner: DuckDbRunner;

beforeAll(async () => {
  runner = await openDuckDb();
});

afterAll(() => runner.shutdown());

async function outcome(name: string): Promise<unknown> {
  const { bytes, program } = sqlProgram(name);
  const input = codecFor(program.inputTy, program.defs);
  const output = codecFor(program.outputTy, program.defs);
  const call = runner.run(typedProgram(programFromBytes(bytes), input, output), undefined);
  const error = await failure(call.then((value) => Promise.reject(value as Error)));
  return isRunnerError(error) ? error.message : error;
}

// What happens today, not what is right: [["a", 1], ["b", 5]]. Compile the sources of the fixture again with each newer
// compiler, and drop from both what it mends.
test("the first of a group's values fails", async () => {
  expect(await outcome("first_in_group")).toContain("LATERAL join cannot contain window functions");
});

test("a slice inside of a group takes the first rows of each, because the optimizer numbers them", async () => {
  expect(await outcome("sliced_in_group")).toEqual([
    ["a", [1n]],
    ["b", [5n]],
  ]);
  expect(await outcome("count_sliced")).toEqual([
    ["a", 1n],
    ["b", 1n],
  ]);
});

test("a sort inside of a group sorts, because the optimizer sorts by its keys", async () => {
  const groups = (await outcome("sorted_in_group")) as readonly (readonly [string, unknown])[];
  expect(groups.toSorted(([a], [b]) => (a < b ? -1 : 1))).toEqual([
    ["a", [1n, 2n, 3n]],
    ["b", [5n, 9n]],
  ]);
});

test("flat_map orders by the outer position alone; the optimizer adds the inner one", () => {
  const { program } = sqlProgram("flattened");
  expect(program.sql).toMatch(
    /SELECT r0\.index AS index, r4\.value AS value\b.*ORDER BY r5\.index$/s,
  );
});
