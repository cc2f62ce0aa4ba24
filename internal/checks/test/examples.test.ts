import { expect, it } from "vitest";
import { namesWithoutExample } from "../src/examples.ts";

const entry =
  'export { type Options, a, b, max } from "./a.ts";\nexport type { T } from "./t.ts";\n';
const sources = [
  "/**\n * Adds.\n *\n * @example\n * a(1);\n */\nexport function a(n: number): void {}\n",
  "/** Subtracts. */\nexport async function b(): Promise<void> {}\n/** Most. */\nexport const max = 1;\n",
];

it("asks for an example of each function, in its docblock or in the README", () => {
  expect(namesWithoutExample(entry, sources, "# a\n")).toEqual(["b"]);
  expect(namesWithoutExample(entry, sources, "```ts\nb();\n```\n")).toEqual([]);
  expect(namesWithoutExample(entry, sources, "```sh\nb\n```\n")).toEqual(["b"]);
});

it("does not take the docblock of another declaration for its own", () => {
  const other = "/** @example other(); */\nexport const other = 1;\nexport function b(): void {}\n";
  expect(namesWithoutExample("export { b } from './b.ts';\n", [other], "")).toEqual(["b"]);
});
