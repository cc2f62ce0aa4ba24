import { isCompilerBuilt } from "@lutra/compiler/node";
import { describe, expect, it } from "vitest";
import { ProjectFolder } from "./support/project.ts";

const source = `## Items of at least this price.
func dear(items: [Item], cents: Int64) -> items | filter(i -> i.cents >= cents)

type Item: {name: Text, cents: Int64}

func each(items: [Int64], change: func (Int64): Int64) -> items | map(change)
`;

describe.skipIf(!isCompilerBuilt())("sources (npm run build:compiler)", () => {
  it("are compiled, with docs and parameters", () => {
    using project = new ProjectFolder();
    project.write("lutra/main.lt", source);
    const { code, stderr } = project.spawn("--project", "lutra", "--out", "src/p.lutra.ts");
    expect([code, stderr]).toEqual([0, ""]);
    const text = project.read("src/p.lutra.ts")!;
    expect(text).toContain("// @generated from ../lutra/main.lt sha256:");
    expect(text).toContain(
      "dear(items: InputOf<Item[]>, cents: bigint, options?: CallOptions): Promise<Item[]> {",
    );
    expect(text).toContain("  /**\n   * Items of at least this price.\n");
    expect(text).toContain(
      "export const programs: readonly EmbeddedProgram[] = [dearBytecode, dearPostgres, dearDuckDb];",
    );
  });

  it("are compiled for the representations that are asked for", () => {
    using project = new ProjectFolder();
    project.write("main.lt", source);
    const args = ["--project", "main.lt", "--out", "p.lutra.ts", "--repr", "sql-pg"];
    expect(project.spawn(...args).stderr).toBe("");
    expect(project.read("p.lutra.ts")).toContain("[dearPostgres]");
    const wrong = project.spawn(...args.slice(0, -1), "sql-mysql");
    expect(wrong.stderr).toContain("there is no representation sql-mysql");
  });

  it("warn of a pattern that matches no function", () => {
    using project = new ProjectFolder();
    project.write("main.lt", source);
    const args = ["--project", "main.lt", "--out", "p.lutra.ts", "--repr", "sql-pg"];
    const { code, stderr } = project.spawn(...args, "--include", "dear", "--include", "each");
    expect([code, stderr]).toEqual([
      0,
      'warning: include: "each" matches no program; there is dear\n',
    ]);
  });

  it("tell their faults with file and line, and keep the last module", () => {
    using project = new ProjectFolder();
    project.write("lutra/main.lt", source);
    const args = ["--project", "lutra", "--out", "p.lutra.ts"];
    project.spawn(...args);
    const before = project.read("p.lutra.ts");
    project.write("lutra/main.lt", `${source}func wrong() -> missing\n`);
    const { code, stderr } = project.spawn(...args);
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^error: p\.lutra\.ts: main\.lt:7:17: /),
    ]);
    expect(project.read("p.lutra.ts")).toBe(before);
  });

  it.each([
    ["main.lt", "main.lt"],
    ["lutra", "module.lt"],
  ])("are UTF-8: %s", (project, name) => {
    using folder = new ProjectFolder();
    folder.write(
      project === name ? name : `${project}/${name}`,
      Buffer.from(`\ufeff${source}`, "utf16le"),
    );
    folder.write("lutra/input.lt", new Uint8Array([0xff]));
    const { code, stderr } = folder.spawn("--project", project, "--out", "p.lutra.ts");
    expect([code, stderr]).toEqual([
      1,
      `error: p.lutra.ts: ${name} is not UTF-8 text\nhelp: save it as UTF-8; \`>\` of Windows PowerShell writes UTF-16\n`,
    ]);
  });

  it("warn of what does not compile for one kind of runners", () => {
    using project = new ProjectFolder();
    project.copy("json-tree");
    const source = "programs/json-tree/main.lt";
    const { code, stderr } = project.spawn("--project", source, "--out", "p.lutra.ts");
    expect(code).toBe(0);
    expect(stderr).toMatch(/^warning: main: not for sql-pg: /m);
    expect(project.read("p.lutra.ts")).toContain("[mainBytecode]");
  });
});
