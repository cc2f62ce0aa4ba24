import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "@lutra-internal/checks/workspace";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { docblocks, packageReadmes, projectPages } from "../src/documents.ts";
import type { Example } from "../src/extract.ts";
import { createSandbox, type RunResult, type Sandbox } from "../src/sandbox.ts";

const readmes = packageReadmes();
const pages = [...readmes, ...projectPages()];
const sources = docblocks();

const running = (examples: readonly Example[]): Example[] => examples.filter(({ runs }) => runs);

/** The compiler is built by a command of its own: `npm run build:compiler`. */
const isCompilerBuilt = existsSync(join(root, "packages/compiler/wasm/lutra-compiler.wasm"));
const canRun = ({ code }: Example): boolean => isCompilerBuilt || !code.includes("@lutra/compiler");

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = createSandbox([...pages, ...sources]);
});
afterAll(() => sandbox.remove());

it.each(readmes)("$title shows how to use the package", ({ examples }) => {
  expect(running(examples)).not.toHaveLength(0);
});

describe("every example runs as it is written", () => {
  const examples = [...pages, ...sources].flatMap((document) => running(document.examples));

  let result: RunResult;
  beforeAll(async () => {
    result = await sandbox.run(examples.filter(canRun));
  }, 120_000);

  it.for(examples)("$place", (example, { skip }) => {
    skip(!canRun(example), "needs npm run build:compiler");
    expect(result.failures.get(example)).toBeUndefined();
  });

  it("and leaves nothing that keeps its process alive", () => {
    expect(result.passed ? [] : [result.output]).toEqual([]);
  });
});
