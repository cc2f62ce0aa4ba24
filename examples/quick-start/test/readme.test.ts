import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { AsyncRunner } from "@lutra/runner-async";
import { InterpreterRunner } from "@lutra/runner-interpreter";
import { isCompilerBuilt } from "@lutra/compiler/node";
import { expect, test } from "vitest";
import { MoviesClient } from "../src/movies.lutra.ts";

const read = (path: string): Promise<string> => readFile(new URL(path, import.meta.url), "utf8");

test.each(["../lutra/module.lt", "../src/main.ts"])("the README shows %s", async (path) => {
  expect(await read("../../../README.md")).toContain(await read(path));
});

test("the generated client answers as the README says", async () => {
  await using lutra = new MoviesClient(new AsyncRunner(new InterpreterRunner()));
  const movies = [
    { title: "Harbour", year: 1999, rating: 9 },
    { title: "Under the Ice", year: 2011, rating: 6.5 },
    { title: "Ether", year: 2019, rating: 8.75 },
  ];
  expect(await lutra.best(movies, 2000, 1n)).toEqual([movies[2]]);
});

test.skipIf(!isCompilerBuilt())(
  "the module is what the command makes of the query (npm run build:compiler)",
  async () => {
    const root = fileURLToPath(new URL("../../..", import.meta.url));
    const command = ["scripts/run-source.mjs", "packages/codegen/src/node/main.ts"];
    const args = [...command, "--check", "--config", "examples/quick-start/lutra.codegen.json"];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
    expect(stdout).toMatch(/movies\.lutra\.ts: unchanged/);
  },
);
