import { readFile } from "node:fs/promises";
import { AsyncRunner } from "@lutra/runner-async";
import { InterpreterRunner } from "@lutra/runner-interpreter";
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
