import { setTimeout as sleep } from "node:timers/promises";
import { createRandom, until } from "@lutra-internal/testing";
import { changeFiles, contentOf } from "@lutra-internal/testing/files";
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

it.each([1, 2, 3, 4])("misses no change of random ones that come in bursts, %i", async (seed) => {
  using project = new ProjectFolder();
  project.write("a/x.lt", "1");
  const names = ["a/x.lt", "a/y.lt", "a/c/x.lt", "b/x.lt", "b/c/d/x.lt", "one.lt"];
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
      changeFiles(project.folder, names, random);
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
