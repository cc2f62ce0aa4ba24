import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { docblocks, packageReadmes, projectPages } from "../src/documents.ts";
import type { Example } from "../src/extract.ts";
import { createSandbox, type Sandbox } from "../src/sandbox.ts";

const readmes = packageReadmes();
const pages = [...readmes, ...projectPages()];
const sources = docblocks();

const running = (examples: readonly Example[]): Example[] => examples.filter(({ runs }) => runs);

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = createSandbox([...pages, ...sources]);
});
afterAll(() => sandbox.remove());

it("has examples without type errors", { timeout: 120_000 }, async () => {
  expect(await sandbox.typeCheck()).toEqual({ passed: true, output: "" });
});

it.each(readmes)("$title shows how to use the package", ({ examples }) => {
  expect(running(examples)).not.toHaveLength(0);
});

describe("every example runs as it is written", { concurrent: true, timeout: 90_000 }, () => {
  const own = pages.flatMap(({ examples }) =>
    running(examples).map((each) => [each.place, [each]] as const),
  );
  // Docblocks have many and small ones: those of a package share a process.
  const shared = sources
    .map(({ title, examples }) => [title, running(examples)] as const)
    .filter(([, examples]) => examples.length > 0);

  it.for([...own, ...shared])("%s", async ([, examples], { expect: expectHere }) => {
    const { passed, output } = await sandbox.run(examples);
    expectHere(passed, output).toBe(true);
  });
});
