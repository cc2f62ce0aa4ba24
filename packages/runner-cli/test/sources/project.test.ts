import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { failure } from "@lutra-internal/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isSourcePath, readProject, shownPath } from "../../src/sources/project.ts";

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "lutra-project-"));
});
afterAll(() => rm(scratch, { recursive: true }));

/** Writes files and returns their folder. */
async function folderOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(scratch, "p-"));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}

const files = {
  "module.lt": "func main() -> 1: Int64",
  "b.lt": "# a comment\n\n## and docs\n submodule\nconst b = 1",
  "a.lt": "submodule",
  "query.lt": "# submodule\nfunc main() -> 2: Int64",
  "deep/module.lt": "submodule\nconst d = 1",
  "deep/er/module.lt": "submodule",
  "deep/er/c.lt": "submodule",
  "other/x.lt": "submodule",
  "whole/module.lt": "const w = 1",
  "whole/part.lt": "submodule",
  "notes.txt": "submodule",
};
const members = [
  "module.lt",
  "a.lt",
  "b.lt",
  "deep/module.lt",
  "deep/er/module.lt",
  "deep/er/c.lt",
];

test("a folder is its module.lt, with submodules beside and below it", async () => {
  const folder = await folderOf(files);
  const { sources } = await readProject(folder);
  expect(Object.keys(sources)).toEqual(members);
  expect(sources["b.lt"]).toBe(files["b.lt"]);
});

test.each(["b.lt", "deep", "deep/module.lt", "deep/er/c.lt"])(
  "%s is a part of the whole project",
  async (part) => {
    const folder = await folderOf(files);
    const project = await readProject(join(folder, part));
    expect(Object.keys(project.sources)).toEqual(members);
    expect(shownPath(project, "deep/er/c.lt")).toBe(join(folder, "deep/er/c.lt"));
  },
);

test("a file that is no submodule is a project of its own", async () => {
  const folder = await folderOf(files);
  const project = await readProject(join(folder, "query.lt"));
  expect(project).toEqual({ folder, sources: { "query.lt": files["query.lt"] } });
  expect(shownPath(project, "query.lt")).toBe(join(folder, "query.lt"));
  expect(shownPath(project, "expression")).toBe("expression");
});

test("a folder without a root names a file to take instead", async () => {
  const folder = await folderOf({ "a.lt": "", "main.lt": "", "program.rr.ld": "" });
  expect(await failure(readProject(folder))).toMatchObject({
    message: `${folder} is no project: it has no module.lt`,
    help: `name one of its files, such as ${join(folder, "main.lt")}`,
  });
  const other = await folderOf({ "c.lt": "", "b.lt": "", "a.txt": "" });
  expect(await failure(readProject(other))).toMatchObject({
    help: `name one of its files, such as ${join(other, "b.lt")}`,
  });
  const built = await folderOf({ "b.rr.ld": "", "a.rr.ld": "", "program-type.ld": "" });
  expect(await failure(readProject(built))).toMatchObject({
    help: `to run a compiled program, name its file, such as ${join(built, "a.rr.ld")}`,
  });
  const empty = await folderOf({ "notes.txt": "" });
  expect(await failure(readProject(empty))).toMatchObject({
    help: expect.stringMatching(/ends in \.lt/) as unknown,
  });
});

test("a submodule without a project says which file is missing", async () => {
  const folder = await folderOf({ "part.lt": "submodule" });
  expect(await failure(readProject(join(folder, "part.lt")))).toHaveProperty(
    "message",
    `${join(folder, "part.lt")} is a submodule, and there is no ${join(folder, "module.lt")}`,
  );
});

test("links that lead back into the project do not go on forever", async () => {
  const folder = await folderOf({ "module.lt": "", "in/module.lt": "submodule" });
  await symlink(join(folder, "in"), join(folder, "in", "again"));
  // The system follows only so many links on one path.
  const { sources } = await readProject(folder);
  expect(Object.keys(sources).length).toBeLessThan(1000);
});

test("more files than a project may have are refused", async () => {
  const many = Array.from({ length: 1000 }, (_, i) => [`m${i}.lt`, "submodule"] as const);
  const folder = await folderOf({ "module.lt": "", ...Object.fromEntries(many) });
  const last = join(folder, "m999.lt");
  expect(await failure(readProject(folder))).toMatchObject({
    message: `the project has more than 1000 files; the last is ${last}`,
  });
  await rm(last);
  expect(Object.keys((await readProject(folder)).sources)).toHaveLength(1000);
});

test("a source that is not UTF-8 or not there is named", async () => {
  const folder = await folderOf({ "module.lt": "" });
  await writeFile(join(folder, "module.lt"), new Uint8Array([0xff, 0xfe]));
  expect(await failure(readProject(folder))).toMatchObject({
    message: expect.stringMatching(/module\.lt is not UTF-8/) as unknown,
  });
  const missing = await failure(readProject(join(folder, "no.lt")));
  expect(missing).toMatchObject({
    message: expect.stringMatching(/cannot read .*no\.lt: no such file/) as unknown,
  });
});

test("sources are told from compiled programs by their ending, or as a folder", async () => {
  expect(await isSourcePath("missing.LT")).toBe(true);
  expect(await isSourcePath(scratch)).toBe(true);
  expect(await isSourcePath("program.rr.ld")).toBe(false);
});
