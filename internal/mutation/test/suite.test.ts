import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Suite } from "../src/suite.ts";

const root = mkdtempSync(join(tmpdir(), "lutra-suite-"));
const source = join(root, "packages/a/src/double.ts");
const [own, started] = ["own", "started"].map((name) =>
  join(root, `packages/a/test/${name}.test.ts`),
);
const suite = new Suite({ root, packageName: "a", withSystem: false, tests: [""] });
const unchanged = "export const double = (n) => 2 * n;";

const files: readonly (readonly [path: string, text: string])[] = [
  [join(root, "internal/mutation/vitest.config.ts"), "export default { test: { maxWorkers: 1 } };"],
  [join(root, "package.json"), '{ "type": "module" }'],
  [
    own!,
    `import { expect, test } from "vitest";
    import { double } from "../src/double.ts";
    test("4 is twice 2", () => expect(double(2)).toBe(4));`,
  ],
  [
    started!,
    `import { readFileSync } from "node:fs";
    import { expect, test } from "vitest";
    const text = readFileSync(new URL("../src/double.ts", import.meta.url), "utf8");
    test("0 is twice 0", async () => {
      const { double } = await import("data:text/javascript," + encodeURIComponent(text));
      expect(double(0)).toBe(0);
    });`,
  ],
];

beforeAll(() => {
  for (const [path, text] of files) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  mkdirSync(dirname(source));
  const modules = fileURLToPath(new URL("../../../node_modules", import.meta.url));
  symlinkSync(modules, join(root, "node_modules"));
});

afterAll(async () => {
  await suite.close();
  rmSync(root, { recursive: true });
});

const own4 = /^own\.test\.ts \| 4 is twice 2 \| expected/;
const started0 = /^started\.test\.ts \| 0 is twice 0 \| expected/;

const isFile = 'import.meta.url.startsWith("file:")';

test.each<[string, string, string | RegExp, number?]>([
  ["of a result", "export const double = (n) => 3 * n;", own4],
  ["in what tests start", "export const double = (n) => n + 2;", started0],
  [
    "that keeps a file from loading",
    `if (${isFile}) throw new Error("no"); ${unchanged}`,
    /^own\.test\.ts \| no$/,
  ],
  [
    "that throws outside of tests",
    `queueMicrotask(() => { throw new Error("late"); }); ${unchanged}`,
    /late/,
  ],
  ["that ends the process of tests", `process.exit(); ${unchanged}`, /process\.exit/],
  ["that never ends", `for (;;); ${unchanged}`, "the run hangs", 2000],
])(
  "a change %s fails a run, and leaves no trace in the next",
  async (_, text, failure, limitMs) => {
    const groups = [[started!], [own!]];
    writeFileSync(source, text);
    const run = await suite.run({ changed: source, groups }, limitMs);
    writeFileSync(source, unchanged);
    expect(run.failure).toMatch(failure);
    const next = await suite.run({ groups });
    expect(next.failure).toBeUndefined();
    expect(next.files.toSorted()).toEqual([own, started]);
  },
);

test("no file is loaded after a group whose test failed", async () => {
  writeFileSync(source, "export const double = (n) => n + 2;");
  const { failure, failedFile, files } = await suite.run({
    changed: source,
    groups: [[started!], [own!]],
  });
  writeFileSync(source, unchanged);
  expect(failure).toMatch(started0);
  expect(failedFile).toBe(started);
  expect(files).toEqual([started]);
});

test("only test files whose path has one of the given parts run", async () => {
  const some = new Suite({ root, packageName: "a", withSystem: false, tests: ["own", "no file"] });
  try {
    expect((await some.run({})).files).toEqual([own]);
  } finally {
    await some.close();
  }
});
