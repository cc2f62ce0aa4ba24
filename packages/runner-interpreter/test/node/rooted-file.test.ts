import type * as FileSystem from "node:fs";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, test, vi } from "vitest";

/** Others that work in the same folder at the same time: called right before and after a file is opened. */
const others = vi.hoisted(() => ({ before: () => {}, after: () => {} }));

vi.mock(import("node:fs"), async (original) => {
  const system = await original();
  const openSync: typeof FileSystem.openSync = (...args) => {
    others.before();
    const file = system.openSync(...args);
    others.after();
    return file;
  };
  return { ...system, openSync };
});

// Other tests may have loaded it with the system's functions, and others will.
vi.resetModules();
const { readRooted, writeRooted } = await import("../../src/node/rooted-file.ts");
afterAll(() => void vi.resetModules());

let folder: string;
let root: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lutra-rooted-"));
  root = join(folder, "root");
  mkdirSync(join(root, "sub"), { recursive: true });
  mkdirSync(join(folder, "outside"));
  writeFileSync(join(root, "sub", "a"), "a");
  writeFileSync(join(folder, "outside", "a"), "secret");
});

afterEach(() => {
  others.before = () => {};
  others.after = () => {};
  rmSync(folder, { recursive: true });
});

/** Puts a link that leads out in the place of a folder. */
function swap(): void {
  renameSync(join(root, "sub"), join(folder, "kept"));
  symlinkSync(join(folder, "outside"), join(root, "sub"));
}

function swapBack(): void {
  rmSync(join(root, "sub"));
  renameSync(join(folder, "kept"), join(root, "sub"));
}

test.each([
  ["stays so", () => {}],
  ["is there again before the file is looked at", swapBack],
])("a folder that is swapped for a link, and %s, does not lead out", (_, after) => {
  const expectRefusal = (work: () => void): void => {
    others.before = swap;
    others.after = after;
    expect(work).toThrow(
      expect.objectContaining({ code: "EXECUTION_ERROR", message: "error: invalid path: sub/a" }),
    );
    if (after !== swapBack) swapBack();
  };
  expectRefusal(() => readRooted(root, "sub/a", 100));
  expectRefusal(() => writeRooted(root, "sub/a", new Uint8Array(1)));
  expect(readFileSync(join(folder, "outside", "a"), "utf8")).toBe("secret");
});

test.each([
  ["EIO: i/o error, open '/a/b'", { syscall: "open" }, "EIO: i/o error"],
  ["EIO: i/o error, read", { syscall: "read" }, "EIO: i/o error, read"],
  ["no access to '/a/b'", {}, "no access to '/a/b'"],
])("of the error %s with %j, the program is told: %s", (text, details, message) => {
  others.before = () => {
    throw Object.assign(new Error(text), details);
  };
  expect(() => readRooted(root, "sub/a", 100)).toThrow(expect.objectContaining({ message }));
});
