import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createRandom, type Random, until } from "@lutra-internal/testing";
import { expect, it } from "vitest";
import { FolderWatch } from "../../src/node/folder-watch.ts";
import { ProjectFolder } from "../support/project.ts";

it("tells of changed files, of a folder that is removed, and of neither what is ignored nor temporary", async () => {
  using project = new ProjectFolder();
  project.write("programs/a.lt", "1");
  let changes = 0;
  const folders = new FolderWatch(() => changes++);
  folders.follow([project.path("programs")], [project.path("programs/ignored.ts")]);
  project.write("programs/ignored.ts", "1");
  project.write("programs/a.lt.tmp", "1");
  await sleep(300);
  expect(changes).toBe(0);
  project.write("programs/a.lt", "2");
  await until(() => changes > 0);
  await sleep(300);
  changes = 0;
  project.remove("programs");
  await until(() => changes > 0);
  folders.close();
});

it("watches all of a folder that also holds a watched file", async () => {
  using project = new ProjectFolder();
  project.write("sources/a.lt", "1");
  let changes = 0;
  const folders = new FolderWatch(() => changes++);
  folders.addFile(project.path("settings.json"));
  folders.follow([project.folder], []);
  project.write("sources/a.lt", "2");
  await expect(until(() => changes > 0)).resolves.toBeUndefined();
  folders.close();
});

/** Returns the texts of all files below a folder, by path. */
function contentOf(folder: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).toSorted();
  return files
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => `${path} ${readFileSync(path, "utf8")}`)
    .join("\n");
}

/** Changes a project in one of the ways of editors, compilers and version control. */
function changeAtRandom(project: ProjectFolder, { below, pick }: Random): void {
  const name = (): string => `${pick(["a", "b", "a/c", "b/c/d"])}/${pick(["x", "y"])}.lt`;
  const [from, to] = [name(), name()];
  const text = String(below(1e9));
  const fresh = `${to}.tmp`;
  const ways = [
    () => project.write(to, text),
    () => {
      project.write(fresh, text);
      renameSync(project.path(fresh), project.path(to));
    },
    () => {
      rmSync(project.path(to), { force: true });
      project.write(to, text);
    },
    () => rmSync(project.path(to), { force: true }),
    () => rmSync(project.path(dirname(to)), { recursive: true, force: true }),
    () => {
      rmSync(project.path(dirname(to)), { recursive: true, force: true });
      project.write(to, text);
    },
    () => {
      if (dirname(from).startsWith(dirname(to)) || dirname(to).startsWith(dirname(from))) return;
      mkdirSync(project.path(dirname(from)), { recursive: true });
      rmSync(project.path(dirname(to)), { recursive: true, force: true });
      mkdirSync(dirname(project.path(dirname(to))), { recursive: true });
      renameSync(project.path(dirname(from)), project.path(dirname(to)));
    },
  ];
  pick(ways)();
}

it.each([1, 2, 3, 4])("misses no change of random ones that come in bursts, %i", async (seed) => {
  using project = new ProjectFolder();
  project.write("a/x.lt", "1");
  const random = createRandom(seed);
  const read = (): string => {
    folders.follow([project.path("a"), project.path("b"), project.path("one.lt")], []);
    return contentOf(project.folder);
  };
  let isChanged = false;
  const folders = new FolderWatch(() => (isChanged = true));
  let last = read();
  for (let burst = 0; burst < 60; burst++) {
    for (let count = random.below(4); count >= 0; count--) {
      if (random.oneIn(10)) project.write("one.lt", String(random.below(1e9)));
      else changeAtRandom(project, random);
      if (random.oneIn(2)) await sleep(random.below(5));
    }
    const wanted = contentOf(project.folder);
    await until(() => {
      if (isChanged) {
        isChanged = false;
        last = read();
      }
      return last === wanted;
    });
    expect(last).toBe(wanted);
  }
  folders.close();
});
