import { afterEach, expect, it } from "vitest";
import type { Example } from "../src/extract.ts";
import { createSandbox, type Sandbox } from "../src/sandbox.ts";

let sandbox: Sandbox | undefined;
afterEach(() => sandbox?.remove());

const exampleOf = (code: string, line = 2): Example => ({
  place: `README.md:${line}`,
  code: `${"\n".repeat(line - 1)}${code}\n`,
  runs: true,
});

const sandboxOf = (...examples: Example[]): Sandbox =>
  (sandbox = createSandbox([{ title: "README.md", examples }]));

it("runs examples one after the other against the workspace's sources", async () => {
  const first = exampleOf('await Promise.resolve();\nconsole.log("first");');
  const second = exampleOf(
    'import { RunnerError } from "@lutra/runner-core";\nconsole.log(new RunnerError("second").message);',
    9,
  );
  const result = await sandboxOf(first, second).run([first, second]);
  expect(result).toEqual({ passed: true, output: "first\nsecond", failures: new Map() });
});

it("fails an example that throws, names its place, and runs the others", async () => {
  const broken = exampleOf('throw new Error("it broke");');
  const whole = exampleOf("export {};", 9);
  const { passed, failures } = await sandboxOf(broken, whole).run([broken, whole]);
  expect(passed).toBe(false);
  expect([...failures.keys()]).toEqual([broken]);
  expect(failures.get(broken)).toMatch(/it broke[^]*README\.md:2/);
});

it("fails an example that ends the process, and those that it keeps from running", async () => {
  const fatal = exampleOf(
    'queueMicrotask(() => {\n  throw new Error("it broke");\n});\nawait new Promise(() => {});',
  );
  const next = exampleOf("export {};", 9);
  const { passed, failures } = await sandboxOf(fatal, next).run([fatal, next]);
  expect(passed).toBe(false);
  expect(failures.get(fatal)).toContain("it broke");
  expect(failures.get(next)).toBe("not run");
});

it("fails an example with a type error, and names its place", async () => {
  const { passed, output } = await sandboxOf(exampleOf("export const a: string = 1;")).typeCheck();
  expect(passed).toBe(false);
  expect(output).toContain("README.md(2,14)");
});

it("fails an example that imports what its reader has not installed", async () => {
  const example = exampleOf('import "vitest";');
  const { failures } = await sandboxOf(example).run([example]);
  expect(failures.get(example)).toContain("vitest");
});
