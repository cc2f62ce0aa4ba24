import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { replaceFile } from "../../src/node/write-module.ts";
import { ProjectFolder } from "../support/project.ts";

it("writes many files at once into a folder that is not there yet", async () => {
  using project = new ProjectFolder();
  const paths = Array.from({ length: 50 }, (_, i) => join(project.folder, "a/b", `${i}.ts`));
  await Promise.all(paths.map((path) => replaceFile(path, path)));
  for (const path of paths) expect(await readFile(path, "utf8")).toBe(path);
});

it("names the folder that cannot be made", async () => {
  using project = new ProjectFolder();
  project.write("file", "");
  const writing = replaceFile(join(project.folder, "file/below/p.ts"), "");
  await expect(writing).rejects.toThrow(/^cannot write .*p\.ts: ENOTDIR: .*mkdir '.*below'$/);
});
