import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { corpus } from "../src/index.ts";
import { corpusProgram } from "../src/corpus.ts";
import { corpusSource } from "./corpus-source.ts";

test("the published corpus equals the output of test/write-corpus.ts", () => {
  const file = new URL("../src/corpus-data.ts", import.meta.url);
  expect(readFileSync(file, "utf8")).toBe(corpusSource());
});

test.each(["bytecodeLt", "sqlPostgres", "sqlDuckDb"] as const)("%s has its programs", (kind) => {
  const programs = corpus(kind);
  expect(programs.length).toBeGreaterThan(18);
  expect(new Set(programs.map(({ name }) => name)).size).toBe(programs.length);
  for (const { program, codecs, input, output } of programs) {
    expect(program.kind).toBe(kind);
    expect(codecs.input.encode(codecs.input.decode(input))).toEqual(input);
    expect(output && codecs.output.encode(codecs.output.decode(output))).toEqual(output);
  }
});

test("a name that is no program is refused", () => {
  expect(() => corpusProgram("bytecodeLt", "flying")).toThrow(TypeError);
});
