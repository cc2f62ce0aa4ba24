import { describe, expect, it } from "vitest";
import { exportedNames, implicitImports } from "../src/implicit-imports.ts";

describe("exportedNames", () => {
  it.each([
    ['export { a, type B, c as d } from "./a.ts";', ["a", "B type", "d"]],
    ['export type { A,\n  B } from "./a.ts";', ["A type", "B type"]],
    ["export const a = 1;\nexport interface B {}", ["a", "B type"]],
    ["export abstract class A {}\nexport async function b() {}", ["A", "b"]],
    ["/** export { a } */\n// export { b }\nconst c = 1;", []],
  ])("reads %j", (text, names) => {
    const found = exportedNames(text, "@lutra/bin");
    expect(found.map(({ name, type }) => (type ? `${name} type` : name))).toEqual(names);
  });
});

describe("implicitImports", () => {
  const scope = [
    { name: "array", from: "@lutra/bin", type: false },
    { name: "Codec", from: "@lutra/bin", type: true },
  ];

  it("imports what the code uses", () => {
    expect(implicitImports("const c: Codec<number[]> = array(x);", scope)).toBe(
      'import { array } from "@lutra/bin"; import type { Codec } from "@lutra/bin"; ',
    );
  });

  it.each([
    'import { array } from "./mine.ts";\narray();',
    'import {\n  array,\n} from "./mine.ts";\narray();',
    "const array = [];\narray.map(f);",
    "value.array();",
    "arrays(x);",
  ])("imports nothing for %j", (code) => {
    expect(implicitImports(code, scope)).toBe("");
  });
});
