import { existsSync } from "node:fs";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { exists, isFile, isFolder } from "../src/path-kind.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lutra-tests-"));
  await writeFile(join(folder, "file"), "");
  await symlink("file", join(folder, "to-file"));
  await symlink(".", join(folder, "to-folder"));
  await symlink("gone", join(folder, "to-nothing"));
});
afterAll(() => rm(folder, { recursive: true }));

test.each([
  ["file", "file"],
  ["to-file", "file"],
  [".", "folder"],
  ["to-folder", "folder"],
  ["gone", undefined],
  ["to-nothing", undefined],
  ["file/below", undefined],
  ["a\0b", undefined],
])("what is at %j is a %s", async (name, kind) => {
  const path = join(folder, name);
  expect(await exists(path)).toBe(kind !== undefined);
  expect(await isFile(path)).toBe(kind === "file");
  expect(await isFolder(path)).toBe(kind === "folder");
});

test.skipIf(!existsSync("/dev/null"))("a device is neither file nor folder", async () => {
  expect(await exists("/dev/null")).toBe(true);
  expect(await isFile("/dev/null")).toBe(false);
  expect(await isFolder("/dev/null")).toBe(false);
});
