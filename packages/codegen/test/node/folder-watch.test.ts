import { setTimeout as sleep } from "node:timers/promises";
import { until } from "@lutra-internal/testing";
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
