import { expect, it } from "vitest";
import { repeatedClasses } from "../src/published-shape.ts";

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
