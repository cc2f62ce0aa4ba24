import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { repeatedClasses, unmappedNames } from "../src/published-shape.ts";

it("finds a class that two entry points were built with", () => {
  const files = new Map([
    ["dist/index.js", "var RunnerError = class extends Error {};\nexport { RunnerError };\n"],
    ["dist/node.js", "// src/error.ts\nvar RunnerError = class extends Error {};\n"],
  ]);
  expect(repeatedClasses(files)).toEqual([
    "class RunnerError is in dist/index.js and in dist/node.js",
  ]);
});

it("accepts classes that exist once, and two of a name in one file's scopes", () => {
  const files = new Map([
    ["dist/index.js", "class A {}\nfunction f() {\n  class A {}\n}\n"],
    ["dist/node.js", 'import { A } from "@lutra/runner-core";\nclass B extends A {}\n'],
  ]);
  expect(repeatedClasses(files)).toEqual([]);
});

it("follows the map of a declaration to its name", () => {
  const folder = mkdtempSync(join(tmpdir(), "lutra-maps-"));
  const file = join(folder, "a.d.ts");
  writeFileSync(file, "export interface A {}\n");
  const mapTo = (source: string): readonly string[] => {
    writeFileSync(join(folder, "a.ts"), source);
    return unmappedNames(file);
  };
  writeFileSync(
    `${file}.map`,
    JSON.stringify({ version: 3, sources: ["a.ts"], names: [], mappings: "AAAA" }),
  );
  expect(mapTo("export interface A {}\n")).toEqual([]);
  expect(mapTo("export interface B {}\nexport interface A {}\n")).toEqual([
    "the map leads from A to: export interface B {}",
  ]);
});
