import { describe, expect, it } from "vitest";
import { descriptionProblems, peerProblems, readmeProblems } from "../src/package-pages.ts";
import type { Manifest } from "../src/workspace.ts";

const manifest = (name: string, rest: Partial<Manifest> = {}): Manifest => ({
  name,
  version: "1.0.0",
  exports: {},
  ...rest,
});

describe("descriptionProblems", () => {
  it("asks for a description and three keywords", () => {
    const complete = { description: "A runner.", keywords: ["a", "b", "c"] };
    expect(descriptionProblems(manifest("p", complete))).toEqual([]);
    expect(descriptionProblems(manifest("p", { ...complete, description: "" }))).toHaveLength(1);
    expect(descriptionProblems(manifest("p", { ...complete, keywords: ["a", "b"] }))).toEqual([
      "p: package.json has 2 keywords; at least 3",
    ]);
    expect(descriptionProblems(manifest("p"))).toHaveLength(2);
  });
});

describe("readmeProblems", () => {
  it("allows 105 lines", () => {
    expect(readmeProblems("p", "a\n".repeat(105))).toEqual([]);
    expect(readmeProblems("p", "a\n".repeat(106))).toEqual([expect.stringContaining("106 lines")]);
  });

  it("refuses links that leave the package", () => {
    const links = "[a](#a) [b](https://example.com/) [c](CHANGELOG.md)";
    expect(readmeProblems("p", links)).toEqual([]);
    expect(readmeProblems("p", "\n[d](../../docs/d.md)")).toEqual([
      expect.stringContaining("README.md:2 links to ../../docs/d.md"),
    ]);
    expect(readmeProblems("p", "[e](/docs/e.md)")).toHaveLength(1);
  });
});

describe("readmeProblems of imports", () => {
  const block = (...from: readonly string[]): string =>
    `\`\`\`ts no-run\n${from.map((each) => `import { a } from "${each}";\n`).join("")}\`\`\`\n`;

  it("wants every imported package in a line that installs it", () => {
    const install = "npm install @lutra/p @lutra/q   # or pg, or c\n";
    expect(
      readmeProblems("@lutra/p", install + block("@lutra/p/node", "node:fs", "./a.ts")),
    ).toEqual([]);
    expect(readmeProblems("@lutra/p", install + block("pg", "c/d"))).toEqual([]);
    expect(readmeProblems("@lutra/p", install + block("@lutra/r", "@lutra/r/node", "d"))).toEqual([
      "@lutra/p: README.md imports @lutra/r, which its `npm install` does not name",
      "@lutra/p: README.md imports d, which its `npm install` does not name",
    ]);
  });
});

describe("peerProblems", () => {
  it("wants ranges that have the version of the tests, by the rules of npm", () => {
    const asking = (range: string, tested: string): Manifest =>
      manifest("p", { peerDependencies: { driver: range }, devDependencies: { driver: tested } });
    expect(peerProblems(asking(">=1.4.0", "1.5.6"), [])).toEqual([]);
    expect(peerProblems(asking("*", "1.5.6-r.1"), [])).toEqual([]);
    expect(peerProblems(asking(">=1.4.0", "1.5.6-r.1"), [])).toEqual([
      "p: asks for driver >=1.4.0, and npm keeps 1.5.6-r.1 out",
    ]);
  });

  it("wants the ranges of the packages below", () => {
    const below = manifest("below", { peerDependencies: { driver: ">=2" } });
    const other = manifest("other", { peerDependencies: { driver: ">=3" } });
    const above = (range: string): Manifest =>
      manifest("above", {
        dependencies: { below: "workspace:^" },
        peerDependencies: { driver: range },
      });
    expect(peerProblems(above(">=2"), [below, other])).toEqual([]);
    expect(peerProblems(above(">=1"), [below, other])).toEqual([
      "above: asks for driver >=1, and below for >=2",
    ]);
  });
});
