import { mkdirSync, mkdtempSync, rmSync, watch, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createRandom, until } from "@lutra-internal/testing";
import { changeFiles } from "@lutra-internal/testing/files";
import { beforeEach, expect, test, vi } from "vitest";
import { readProject } from "../../src/sources/project.ts";
import { watching } from "../../src/sources/watch.ts";
import { fakeIo } from "../fake-io.ts";

vi.mock("node:fs", async (importOriginal) => {
  const fs = await importOriginal<typeof import("node:fs")>();
  return { ...fs, watch: vi.fn<typeof fs.watch>(fs.watch) };
});

beforeEach(() => {
  vi.mocked(watch).mockClear();
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

test("rests between changes", async () => {
  const scratch = mkdtempSync(join(tmpdir(), "lutra-watch-"));
  const file = join(scratch, "in.lt");
  const controller = new AbortController();
  let runs = 0;
  const work = async (): Promise<void> => {
    runs++;
  };
  const io = fakeIo({ interrupted: controller.signal });
  const end = watching({ project: undefined, file }, work, io);
  await until(() => io.err() !== "");
  writeFileSync(file, "1");
  await until(() => runs === 2);
  await sleep(500);
  // Each look at the files watches their folder anew; without rest there are hundreds.
  expect(vi.mocked(watch).mock.calls.length).toBeLessThan(20);
  controller.abort();
  await end;
  rmSync(scratch, { recursive: true });
});

test("a system that watches no more folders is an error", async () => {
  const full = Object.assign(new Error("no space left"), { code: "ENOSPC" });
  vi.mocked(watch).mockImplementationOnce(() => {
    throw full;
  });
  const work = vi.fn<() => Promise<void>>(async () => {});
  await expect(watching({ project: tmpdir() }, work, fakeIo({}))).rejects.toBe(full);
  expect(work).not.toHaveBeenCalled();
});
