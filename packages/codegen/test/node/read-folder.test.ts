import { expect, it } from "vitest";
import { listFolder, prefixFrom, readFolder } from "../../src/node/read-folder.ts";
import { ProjectFolder } from "../support/project.ts";

it("lists a folder and those below, but for hidden ones and those of packages", async () => {
  using project = new ProjectFolder();
  for (const path of ["a.lt", "b/c/d.lt", ".hidden.lt", ".git/e.lt", "b/node_modules/f.lt"])
    project.write(path, "");
  expect(await listFolder(project.folder)).toEqual({
    files: ["a.lt", "b/c/d.lt"],
    folders: ["", "b", "b/c"],
  });
});

it("reads the wanted files in the order of their paths", async () => {
  using project = new ProjectFolder();
  for (const path of ["b.lt", "b/c.lt", "a.lt", "a.txt"]) project.write(path, path);
  const files = await readFolder(project.folder, (path) => path.endsWith(".lt"));
  expect(files.map(({ path, bytes }) => [path, new TextDecoder().decode(bytes)])).toEqual([
    ["a.lt", "a.lt"],
    ["b.lt", "b.lt"],
    ["b/c.lt", "b/c.lt"],
  ]);
});

it.each([
  ["p.lutra.ts", ".", ""],
  ["p.lutra.ts", "programs", "programs/"],
  ["src/web/p.lutra.ts", "programs/a", "../../programs/a/"],
])("from %s the path to %s is %j", (out, folder, path) => {
  expect(prefixFrom(out, folder)).toBe(path);
});
