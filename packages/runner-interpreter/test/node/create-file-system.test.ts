import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createFileSystem } from "../../src/node/create-file-system.ts";

let folder: string;
let root: string;
let outside: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lutra-files-"));
  root = join(folder, "root");
  outside = join(folder, "secret.parquet");
  mkdirSync(join(root, "sub", "deep"), { recursive: true });
  mkdirSync(join(folder, "root-2"));
  writeFileSync(outside, "secret");
  writeFileSync(join(folder, "root-2", "a"), "secret");
  writeFileSync(join(root, "a.parquet"), "a");
  writeFileSync(join(root, "sub", "b.parquet"), "b");
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const invalid = (path: string): unknown =>
  expect.objectContaining({
    name: "RunnerError",
    code: "EXECUTION_ERROR",
    message: `error: invalid path: ${path}`,
  });

test.each([
  ["a.parquet", "a"],
  ["./a.parquet", "a"],
  ["sub/b.parquet", "b"],
  ["sub/../a.parquet", "a"],
  ["sub//deep/../b.parquet", "b"],
])("%s is read", (path, text) => {
  expect(textOf(createFileSystem(root).readFile(path))).toBe(text);
});

test("a relative root counts from the working directory at the time of the call", () => {
  const files = createFileSystem(relative(process.cwd(), root));
  expect(textOf(files.readFile("a.parquet"))).toBe("a");
});

test("a file is created, replaced by a shorter one, and listed", () => {
  const files = createFileSystem(root);
  files.writeFile("sub/deep/c.parquet", new TextEncoder().encode("a longer text"));
  files.writeFile("sub/deep/c.parquet", new TextEncoder().encode("short"));
  expect(textOf(files.readFile("sub/deep/c.parquet"))).toBe("short");
  expect(files.list().toSorted()).toEqual(["a.parquet", "sub/b.parquet", "sub/deep/c.parquet"]);
});

describe("a path that leads out of the root", () => {
  test.each([
    "../secret.parquet",
    "sub/../../secret.parquet",
    "sub/deep/../../../secret.parquet",
    "..",
    ".",
    "",
    "sub/..",
    "../root-2/a",
    "../root/../secret.parquet",
    "a\0.parquet",
    "../../../../../../../../etc/passwd",
  ])("%j is refused", (path) => {
    const files = createFileSystem(root);
    expect(() => files.readFile(path)).toThrow(invalid(path));
    expect(() => files.writeFile(path, new Uint8Array(1))).toThrow(invalid(path));
    expect(readFileSync(outside, "utf8")).toBe("secret");
  });

  test("is refused if it is absolute, even within the root", () => {
    for (const path of [outside, join(root, "a.parquet"), "/etc/passwd"])
      expect(() => createFileSystem(root).readFile(path)).toThrow(invalid(path));
  });

  test("may start with two dots if that is a name", () => {
    const files = createFileSystem(root);
    files.writeFile("..a", new TextEncoder().encode("x"));
    expect(textOf(files.readFile("..a"))).toBe("x");
  });
});

describe("a link", () => {
  test("that leads out is refused, as file and as folder, however it is reached", () => {
    symlinkSync(outside, join(root, "file"));
    symlinkSync(folder, join(root, "folder"));
    symlinkSync("file", join(root, "chain"));
    const files = createFileSystem(root);
    for (const path of ["file", "chain", "folder/secret.parquet", "sub/../folder/secret.parquet"]) {
      expect(() => files.readFile(path)).toThrow(invalid(path));
      expect(() => files.writeFile(path, new Uint8Array(1))).toThrow(invalid(path));
    }
    expect(() => files.writeFile("folder/new", new Uint8Array(1))).toThrow(invalid("folder/new"));
    expect(existsSync(join(folder, "new"))).toBe(false);
    expect(readFileSync(outside, "utf8")).toBe("secret");
  });

  test("that dangles does not make a file elsewhere", () => {
    symlinkSync(join(folder, "new"), join(root, "dangling"));
    const files = createFileSystem(root);
    expect(() => files.writeFile("dangling", new Uint8Array(1))).toThrow(invalid("dangling"));
    expect(existsSync(join(folder, "new"))).toBe(false);
  });

  test("that stays inside is followed for reading", () => {
    symlinkSync("a.parquet", join(root, "file"));
    symlinkSync("sub", join(root, "folder"));
    const files = createFileSystem(root);
    expect(textOf(files.readFile("file"))).toBe("a");
    expect(textOf(files.readFile("folder/b.parquet"))).toBe("b");
  });

  test("in a circle is an error, and listing does not follow it", () => {
    symlinkSync("loop", join(root, "loop"));
    symlinkSync("..", join(root, "sub", "up"));
    const files = createFileSystem(root);
    expect(() => files.readFile("loop")).toThrow(/ELOOP/);
    expect(files.list().toSorted()).toEqual(["a.parquet", "sub/b.parquet"]);
  });

  test("may be the root itself", () => {
    symlinkSync(root, join(folder, "link"));
    const files = createFileSystem(join(folder, "link"));
    expect(textOf(files.readFile("a.parquet"))).toBe("a");
    expect(() => files.readFile("../secret.parquet")).toThrow(invalid("../secret.parquet"));
  });
});

test("a pipe that no one writes to is refused at once", (context) => {
  const { error } = spawnSync("mkfifo", [join(root, "pipe")]);
  if (error !== undefined) context.skip("this system has no mkfifo");
  expect(() => createFileSystem(root).readFile("pipe")).toThrow(invalid("pipe"));
});

test("a folder is neither read nor written", () => {
  const files = createFileSystem(root);
  expect(() => files.readFile("sub")).toThrow(invalid("sub"));
  expect(() => files.writeFile("sub", new Uint8Array(1))).toThrow(/EISDIR/);
});

test("errors of the system say nothing about where the root is", () => {
  const files = createFileSystem(root);
  const message = "ENOENT: no such file or directory";
  expect(() => files.readFile("no.parquet")).toThrow(expect.objectContaining({ message }));
  expect(() => files.readFile("no/no.parquet")).toThrow(expect.objectContaining({ message }));
  expect(() => files.writeFile("no/no.parquet", new Uint8Array(1))).toThrow(
    expect.objectContaining({ message }),
  );
});

test.each([
  [{ maxFileBytes: 4 }, 4],
  [{}, 2 ** 30],
])("with %j a file of more than %i bytes is not read", (options, maxFileBytes) => {
  const files = createFileSystem(root, options);
  truncateSync(join(root, "a.parquet"), maxFileBytes + 1);
  expect(() => files.readFile("a.parquet")).toThrow(
    expect.objectContaining({
      code: "LIMIT_EXCEEDED",
      message: expect.stringContaining(
        `maxFileBytes of the file system (${maxFileBytes})`,
      ) as unknown,
    }),
  );
});

test("a file of maxFileBytes is read", () => {
  const files = createFileSystem(root, { maxFileBytes: 1 });
  expect(textOf(files.readFile("a.parquet"))).toBe("a");
});

test("a root that is no directory is a wrong argument", () => {
  for (const path of [join(folder, "no"), outside])
    expect(() => createFileSystem(path)).toThrow(TypeError);
});

test.each([0, -1, 1.5, Number.NaN])("maxFileBytes cannot be %d", (maxFileBytes) => {
  expect(() => createFileSystem(root, { maxFileBytes })).toThrow(RangeError);
});

test("tables are read whatever Node can decompress", () => {
  const files = createFileSystem(join(import.meta.dirname, "..", "fixtures"));
  for (const name of files.list().filter((path) => /duckdb-(gzip|snappy)/.test(path)))
    expect(files.parquet.open(files.readFile(name)).readColumn(2)).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7,
    ]);
});
