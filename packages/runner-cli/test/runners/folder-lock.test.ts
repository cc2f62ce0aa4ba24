import { chown, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lockFolder } from "../../src/runners/folder-lock.ts";

let folder: string;
let lock: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lutra-lock-"));
  lock = join(folder, "lutra-runner.pid");
});
afterEach(() => rm(folder, { recursive: true }));

test("a lock has the process's id, and is gone when it is given back", async () => {
  const unlock = await lockFolder(folder);
  expect(await readFile(lock, "utf8")).toBe(`${process.pid}\n`);
  await unlock();
  expect(await readdir(folder)).toEqual([]);
  // Somebody may have removed it.
  await unlock();
});

test.each([process.ppid, 1])("a process that runs keeps its folder: %d", async (owner) => {
  await writeFile(lock, `${owner}\n`);
  await expect(lockFolder(folder)).rejects.toThrow(
    `the process ${owner} has the database in ${folder} open`,
  );
  expect(await readFile(lock, "utf8")).toBe(`${owner}\n`);
});

test.skipIf(process.getuid?.() !== 0)("so does one of another user", async () => {
  await writeFile(lock, "1\n");
  await chown(folder, 65_534, 65_534);
  process.seteuid?.(65_534);
  try {
    await expect(lockFolder(folder)).rejects.toThrow("the process 1 has the database");
  } finally {
    process.seteuid?.(0);
  }
});

test.each([
  ["of this process, before its container was started again", String(process.pid)],
  // Beyond what systems give.
  ["of a process that has ended", "4194305"],
  ["that no process can have", "0"],
  ["of a group of processes", `-${process.ppid}`],
  ["that is no whole number", `${process.ppid}.5`],
  ["that is no number", "otter"],
  ["that is missing", ""],
])("an id %s keeps no folder", async (_, text) => {
  await writeFile(lock, `${text}\n`);
  await lockFolder(folder);
  expect(await readFile(lock, "utf8")).toBe(`${process.pid}\n`);
});

test("a folder that is not there cannot be locked", async () => {
  await expect(lockFolder(join(folder, "gone"))).rejects.toThrow(/ENOENT/);
});
