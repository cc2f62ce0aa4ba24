import { describe, expect, it } from "vitest";
import { importProblems, manifestProblems } from "../src/dependency-rules.ts";
import type { Manifest } from "../src/workspace.ts";

const manifest = (name: string, fields: Partial<Manifest> = {}): Manifest => ({
  name,
  version: "1.0.0",
  exports: {},
  ...fields,
});

const depends = (...names: string[]): Partial<Manifest> => ({
  dependencies: Object.fromEntries(names.map((name) => [name, "workspace:^"])),
});

describe("manifestProblems", () => {
  it.each([
    ["@lutra/bin", []],
    ["@lutra/runner-core", ["@lutra/bin"]],
    ["@lutra/runner-http", ["@lutra/bin", "@lutra/runner-core"]],
    ["@lutra/runner-posix", ["@lutra/runner-core", "@lutra/runner-binary"]],
    ["@lutra/runner-cli", ["@lutra/runner-interpreter", "@lutra/runner-duckdb"]],
  ])("lets %s depend on %j", (name, dependencies) => {
    expect(manifestProblems(manifest(name, depends(...dependencies)))).toEqual([]);
  });

  it.each([
    ["@lutra/bin", "@lutra/runner-core"],
    ["@lutra/runner-core", "@lutra/runner-async"],
    ["@lutra/runner-http", "@lutra/runner-binary"],
    ["@lutra/runner-binary", "left-pad"],
  ])("refuses that %s depends on %s", (name, dependency) => {
    expect(manifestProblems(manifest(name, depends(dependency)))).toEqual([
      `${name}: package.json must not depend on ${dependency}`,
    ]);
  });

  it("refuses a peer that is not optional", () => {
    const peers = { peerDependencies: { pg: "^8.0.0" } };
    expect(manifestProblems(manifest("@lutra/runner-postgres", peers))).toHaveLength(1);
    const optional = { ...peers, peerDependenciesMeta: { pg: { optional: true } } };
    expect(manifestProblems(manifest("@lutra/runner-postgres", optional))).toEqual([]);
  });
});

describe("importProblems", () => {
  const http = manifest("@lutra/runner-http", depends("@lutra/runner-core"));
  const problems = (text: string): readonly string[] =>
    importProblems(http, [{ path: "a.ts", text }]);

  it.each([
    'import { Runner } from "@lutra/runner-core";',
    'import { own } from "@lutra/runner-http";',
    'import { connect } from "node:net";\nimport { x } from "./x.ts";',
    '/** import { InterpreterRunner } from "@lutra/runner-interpreter"; */\nexport const a = 1;',
  ])("allows %j", (text) => {
    expect(problems(text)).toEqual([]);
  });

  it.each([
    'import { listen } from "@lutra/runner-binary/node";',
    'import type {\n  Listener,\n} from "@lutra/runner-binary";',
    'export { listen } from "@lutra/runner-binary";',
    'import "@lutra/runner-binary";',
    'const module = await import("@lutra/runner-binary");',
  ])("refuses another runner in %j", (text) => {
    expect(problems(text)).toEqual([
      "a.ts: @lutra/runner-http must not import @lutra/runner-binary",
    ]);
  });

  it("refuses a package that the manifest does not declare", () => {
    expect(problems('import { Pool } from "pg";')).toEqual([
      "a.ts: pg is not in the dependencies of @lutra/runner-http",
    ]);
  });
});
