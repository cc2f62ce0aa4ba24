import fs, { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createRandom, until } from "@lutra-internal/testing";
import { changeFiles } from "@lutra-internal/testing/files";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { readProject } from "../../src/sources/project.ts";
import { watching } from "../../src/sources/watch.ts";
import { fakeIo } from "../fake-io.ts";

const watchFolder = fs.watch;
const watched = vi.spyOn(fs, "watch");
// Makes imports of the name see it.
beforeAll(syncBuiltinESMExports);
beforeEach(() => {
  watched.mockClear();
});
afterAll(() => {
  watched.mockRestore();
  syncBuiltinESMExports();
});

test.each([1, 2, 3, 4])("works on the newest files, however they change, %i", async (seed) => {
  const scratch = mkdtempSync(join(tmpdir(), "lutra-watch-"));
  const project = join(scratch, "project");
  const input = join(scratch, "inputs/today/in.lt");
  const read = async (): Promise<unknown> =>
    await Promise.all([readProject(project).catch(String), readFile(input, "utf8").catch(String)]);
  const controller = new AbortController();
  let last: unknown;
  const work = async (): Promise<void> => {
    last = await read();
  };
  const end = watching({ project, file: input }, work, fakeIo({ interrupted: controller.signal }));
  const names = [
    "inputs/today/in.lt",
    "project/a.lt",
    "project/b/module.lt",
    "project/b/c.lt",
    "project/b/d/module.lt",
  ];
  const random = createRandom(seed);
  for (let burst = 0; burst < 20; burst++) {
    for (let count = random.below(4); count >= 0; count--) {
      mkdirSync(project, { recursive: true });
      if (random.oneIn(3)) writeFileSync(join(project, "module.lt"), "");
      changeFiles(scratch, names, random, "submodule # ");
      if (random.oneIn(2)) await sleep(random.below(100));
    }
    const wanted = JSON.stringify(await read());
    await until(() => JSON.stringify(last) === wanted);
    expect(JSON.stringify(last)).toBe(wanted);
  }
  controller.abort();
  await end;
  rmSync(scratch, { recursive: true });
});

/** Watches one file, which holds `1`, and keeps what each run reads. */
async function watchingFile(): Promise<
  { readonly file: string; readonly runs: string[] } & AsyncDisposable
> {
  const scratch = mkdtempSync(join(tmpdir(), "lutra-watch-"));
  const file = join(scratch, "in.lt");
  writeFileSync(file, "1");
  const controller = new AbortController();
  const runs: string[] = [];
  const work = async (): Promise<void> => {
    runs.push(await readFile(file, "utf8"));
  };
  const io = fakeIo({ interrupted: controller.signal });
  const end = watching({ project: undefined, file }, work, io);
  await until(() => io.err() !== "");
  return {
    file,
    runs,
    [Symbol.asyncDispose]: async () => {
      controller.abort();
      await end;
      rmSync(scratch, { recursive: true });
    },
  };
}

test("rests between changes", async () => {
  await using started = await watchingFile();
  const { file, runs } = started;
  writeFileSync(file, "2");
  await until(() => runs.length === 2);
  await sleep(500);
  expect(runs).toEqual(["1", "2"]);
  // Each look at the files watches their folder anew; without rest there are hundreds.
  expect(watched.mock.calls.length).toBeLessThan(20);
});

test("sees what changes between a look at the files and the watching of their folder", async () => {
  await using started = await watchingFile();
  const { file, runs } = started;
  watched.mockImplementationOnce(((folder: string, onChange: () => void) => {
    writeFileSync(file, "2");
    return watchFolder(folder, onChange);
  }) as typeof fs.watch);
  writeFileSync(join(file, "..", "other"), "");
  await until(() => runs.at(-1) === "2");
  expect(runs).toEqual(["1", "2"]);
});

test("a system that watches no more folders is an error", async () => {
  const full = Object.assign(new Error("no space left"), { code: "ENOSPC" });
  watched.mockImplementationOnce(() => {
    throw full;
  });
  const work = vi.fn<() => Promise<void>>(async () => {});
  await expect(watching({ project: tmpdir() }, work, fakeIo({}))).rejects.toBe(full);
  expect(work).not.toHaveBeenCalled();
});
