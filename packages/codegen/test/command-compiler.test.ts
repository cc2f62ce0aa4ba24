import { expect, it } from "vitest";
import { createCompiler } from "../src/node/compile/create-compiler.ts";
import { writeFakeLutra } from "./support/fake-lutra.ts";
import { ProjectFolder } from "./support/project.ts";

const rootPage = `# \`shop\`

## Modules

- [\`movies\`](movies/index.md) - Movies

## \`type\` Item

\`\`\`lutra
type Item: {name: Text, cents: Int64}
\`\`\`

## \`func\` dear

\`\`\`lutra
func dear(items: [Item], \`at least\`: enum {none, some: Int64}, Text): [Item]
\`\`\`

Items of at least this price, see [\`Item\`](index.md#type-Item).

Second paragraph.

## \`func\` each

\`\`\`lutra
func each(items: [Int64], change: func (Int64): Int64): [Int64]
\`\`\`

## \`func\` first

\`\`\`lutra
func first(items: [T]): enum {none, some: T}
where T
\`\`\`
`;

const moviesPage = `# \`shop::movies\` - Movies

## \`func\` due date

\`\`\`lutra
func \`due date\`(): Date
\`\`\`
`;

const fake = {
  pages: { "index.md": rootPage, "movies/index.md": moviesPage },
  types: {
    dear: "Input:  {[Item], enum {none, some: Int64}, Text}\nOutput: [Item]\nType definitions:\n  Item: {name: Text, cents: Int64}",
    "movies::`due date`": "Input:  {}\nOutput: Date",
  },
};

it("compiles by upstream's command, with docs and parameters", async () => {
  using project = new ProjectFolder();
  const lutra = writeFakeLutra(project, fake);
  project.write("src/module.lt", "submodules in files");
  project.write("src/movies.lt", "submodule");
  const args = ["--project", "src", "--lutra", lutra, "--out", "p.lutra.ts"];
  expect(await project.run(...args)).toMatchObject({ code: 0, stderr: "" });
  const text = project.read("p.lutra.ts")!;
  expect(text).toContain("// @generated from src/movies.lt sha256:");
  expect(text).toContain(
    " * Items of at least this price, see [Item].\n *\n * Second paragraph.\n",
  );
  expect(text).toContain(
    "items: InputOf<Item[]>,\n    atLeast: bigint | null,\n    input3: string,",
  );
  for (const name of ["dear", "dueDate"]) {
    for (const end of ["Bytecode", "Postgres", "DuckDb"]) {
      expect(text).toContain(`export const ${name}${end}: EmbeddedProgram =`);
    }
  }
  expect(text).not.toMatch(/\b(?:each|first)Bytecode/);
  const calls = project.read("bin/calls.txt")!.trim().split("\n");
  expect(calls).toEqual(["--version", "gen-docs", ...calls.slice(2).map(() => "compile")]);
  expect(calls).toHaveLength(2 + 2 * 3);
});

it("shows what the command says of wrong sources, and keeps the last module", async () => {
  using project = new ProjectFolder();
  const lutra = writeFakeLutra(project, { pages: fake.pages, types: { dear: fake.types.dear } });
  project.write("main.lt", "func dear() -> x");
  const args = ["--project", "main.lt", "--lutra", lutra, "--out", "p.lutra.ts"];
  expect((await project.run(...args)).stderr).toBe(
    "error: p.lutra.ts: movies::due date compiles for no kind of runners:\n" +
      ["bytecode-lt", "sql-pg", "sql-duckdb"]
        .map((repr) => `  not for ${repr}: no movies::\`due date\` for ${repr}\n`)
        .join("") +
      "help: mend it, or leave it out with `exclude`\n",
  );
  expect((await project.run(...args, "--exclude", "movies::*")).code).toBe(0);
  const before = project.read("p.lutra.ts");
  project.write("main.lt", "func dear() -> missing");
  expect((await project.run(...args)).stderr).toBe(
    "error: p.lutra.ts: main.lt:1:17: unknown name missing\n",
  );
  expect(project.read("p.lutra.ts")).toBe(before);
});

it.each([
  ["0.5.1", "is of Lutra 0.5.1"],
  ["0.60.0", "is of Lutra 0.60.0"],
  ["of another kind", "is no compiler of Lutra"],
])("refuses a command of version %s", async (version, message) => {
  using project = new ProjectFolder();
  const lutra = writeFakeLutra(project, { ...fake, version });
  project.write("main.lt", "");
  const args = ["--project", "main.lt", "--lutra", lutra, "--out", "p.lutra.ts"];
  expect((await project.run(...args)).stderr).toContain(`${message}\nhelp: this takes Lutra 0.6`);
});

it("names a command that is not there, and sources that are no project of it", async () => {
  using project = new ProjectFolder();
  project.write("src/a.lt", "");
  const args = ["--project", "src", "--out", "p.lutra.ts", "--lutra"];
  expect((await project.run(...args, "./no-lutra")).stderr).toMatch(
    /^error: p\.lutra\.ts: there is no command \.\/no-lutra\nhelp: --lutra and the variable LUTRA/,
  );
  project.write("src/b.lt", "");
  const lutra = writeFakeLutra(project, fake);
  expect((await project.run(...args, lutra)).stderr).toContain(
    "the folder has 2 sources and no module.lt: a.lt, b.lt",
  );
});

it("falls back to the command where the package is not installed", async () => {
  using project = new ProjectFolder();
  writeFakeLutra(project, fake);
  const path = process.env["PATH"]!;
  const importPackage = (): Promise<never> => Promise.reject(new Error("Cannot find package"));
  try {
    process.env["PATH"] = project.path("none");
    await expect(createCompiler({ command: undefined, importPackage })).rejects.toMatchObject({
      message: "there is no compiler for .lt sources",
      help: expect.stringContaining("npm install --save-dev @lutra/compiler") as string,
    });
    process.env["PATH"] = `${project.path("bin")}:${path}`;
    await using compiler = await createCompiler({ command: undefined, importPackage });
    const { functions } = await compiler.check({ "main.lt": "" });
    expect(functions.map((each) => [each.path, each.isGeneric, each.parameters])).toEqual([
      [["dear"], false, ["items", "at least", undefined]],
      [["each"], true, ["items", "change"]],
      [["first"], true, ["items"]],
      [["movies", "due date"], false, []],
    ]);
  } finally {
    process.env["PATH"] = path;
  }
});
