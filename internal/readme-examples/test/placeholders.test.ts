import { expect, it } from "vitest";
import { placeholderDeclarations } from "../src/placeholders.ts";

it.each([
  ["await client.run(runner);", 'declare const runner: import("@lutra/runner-core").Run; '],
  ["f({ token });", "declare const token: string; "],
  ["f(`Bearer ${token}`);", "declare const token: string; "],
])("declares what %j uses", (code, declaration) => {
  expect(placeholderDeclarations(code)).toBe(declaration);
});

it.each([
  "const input = 1;\nf(input);",
  "const { input, defs } = decode();\nf(input, defs);",
  "await using runner = create();\nrunner.run();",
  'import { bytes } from "@lutra/bin";\nbytes.encode(a);',
  "a.input;",
  "f({ input: 1 });",
  'f("input"); // the input',
  "function f(input: number) {\n  return input;\n}",
  "f((input) => input);",
])("declares nothing for %j", (code) => {
  expect(placeholderDeclarations(code)).toBe("");
});
