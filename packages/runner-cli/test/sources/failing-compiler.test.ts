// A compiler that fails is an error of its own, and never a fault of the sources.
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Compiler } from "@lutra/compiler";
import { RunnerError } from "@lutra/runner-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { main } from "../../src/index.ts";
import { fakeIo } from "../fake-io.ts";

const movies = fileURLToPath(
  new URL("../../../../examples/programs/movie-search/", import.meta.url),
);
const source = join(movies, "main.lt");

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "lutra-failing-"));
});
afterAll(() => rm(scratch, { recursive: true }));

async function fail(): Promise<never> {
  throw new RunnerError("the compiler crashed", { code: "COMPILER_CRASHED" });
}

const atOnce = { check: fail, format: fail };
const definitions = [{ path: ["main"], kind: "function" }];
const lateOn = { check: async () => ({ definitions, compile: fail }), format: fail };

describe.each([
  ["at once", atOnce],
  ["when it compiles", lateOn],
])("a compiler that fails %s is an error of", (_, methods) => {
  test.each<readonly [string, (scratch: string) => readonly string[]]>([
    ["check", () => [source, "--program", "main"]],
    ["check", () => [source, "--program", "main", "--json"]],
    ["format", () => [source, "--check"]],
    ["describe", () => [source]],
    ["compile", (folder) => [source, "--output", folder]],
    ["run", () => [source, "--input", join(movies, "input.lt")]],
  ])("%s", async (command, args) => {
    const compiler = { ...methods, close: async () => {} } as unknown as Compiler;
    const io = { ...fakeIo(), startCompiler: () => compiler };
    const code = await main([command, ...args(scratch)], io);
    expect({ code, out: io.out(), err: io.err() }).toEqual({
      code: 1,
      out: "",
      err: "error[COMPILER_CRASHED]: the compiler crashed\n",
    });
    expect(await readdir(scratch)).toEqual([]);
  });
});
