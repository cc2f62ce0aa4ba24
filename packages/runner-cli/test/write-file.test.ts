import { execFileSync } from "node:child_process";
import { existsSync, watch } from "node:fs";
import {
  chmod,
  chown,
  link,
  lstat,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRandom, until } from "@lutra-internal/testing";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { checkWritable, writeWhole } from "../src/write-file.ts";

const posix = process.platform !== "win32";
const isRoot = process.getuid?.() === 0;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lutra-write-"));
});
afterEach(async () => {
  await chmod(folder, 0o700);
  await rm(folder, { recursive: true });
});

const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;

test.skipIf(!posix).each(["nul", "con.json"])(
  "%s, a device of Windows, is a file like any other elsewhere",
  async (name) => {
    const file = join(folder, name);
    await writeFile(file, "old");
    const { ino } = await stat(file);
    await writeWhole(file, "new");
    expect((await stat(file)).ino).not.toBe(ino);
  },
);

describe.skipIf(!posix)("the mode", () => {
  test.each([0o600, 0o640, 0o664, 0o755])("%o of a file that is replaced stays", async (mode) => {
    const file = join(folder, "out.json");
    await writeFile(file, "old");
    await chmod(file, mode);
    await writeWhole(file, "new");
    expect(await readFile(file, "utf8")).toBe("new");
    expect(await modeOf(file)).toBe(mode);
    expect(await readdir(folder)).toEqual(["out.json"]);
  });

  test.each([0o022, 0o077])("of a new file obeys the umask %o", async (mask) => {
    const file = join(folder, "out.json");
    const before = process.umask(mask);
    try {
      await writeWhole(file, "new");
    } finally {
      process.umask(before);
    }
    expect(await modeOf(file)).toBe(0o666 & ~mask);
  });
});

describe.skipIf(!posix)("links", () => {
  test("of any number stay, and the file behind them is written, there or not", async () => {
    const random = createRandom(11);
    for (const isThere of [true, false]) {
      const target = join(folder, `target-${isThere}`);
      if (isThere) await writeFile(target, "old");
      let last = target;
      const links: string[] = [];
      for (let i = 0; i < 5; i++) {
        const name = join(folder, `link-${isThere}-${i}`);
        const isRelative = random.oneIn(2);
        await symlink(isRelative ? last.slice(folder.length + 1) : last, name);
        links.push(name);
        last = name;
      }
      await checkWritable(last);
      await writeWhole(last, "new");
      expect(await readFile(target, "utf8")).toBe("new");
      for (const each of links) expect((await lstat(each)).isSymbolicLink()).toBe(true);
    }
  });

  test("that lead back to themselves are an error", async () => {
    const file = join(folder, "loop");
    await symlink("loop", file);
    await expect(writeWhole(file, "new")).rejects.toThrow(/a link that leads back to itself/);
    await expect(checkWritable(file)).rejects.toThrow(/a link that leads back to itself/);
  });

  test("at names that earlier versions used for drafts are not followed", async () => {
    const file = join(folder, "out.ld");
    const victim = join(folder, "victim");
    await writeFile(victim, "precious");
    await symlink(victim, `${file}.${process.pid}.tmp`);
    await writeWhole(file, "new");
    expect(await readFile(victim, "utf8")).toBe("precious");
    expect(await readlink(`${file}.${process.pid}.tmp`)).toBe(victim);
  });

  test("of the hard kind see the new content", async () => {
    const file = join(folder, "out.ld");
    const other = join(folder, "other.ld");
    await writeFile(file, "old content");
    await link(file, other);
    await writeWhole(file, "new");
    expect(await readFile(other, "utf8")).toBe("new");
    expect((await stat(file)).ino).toBe((await stat(other)).ino);
  });
});

test.skipIf(!existsSync("/dev/shm"))("a file of the system is never replaced", async () => {
  const shared = await mkdtemp("/dev/shm/lutra-write-");
  onTestFinished(() => rm(shared, { recursive: true }));
  const file = join(shared, "out.ld");
  await writeFile(file, "old content");
  const { ino } = await stat(file);
  await writeWhole(file, "new");
  expect(await readFile(file, "utf8")).toBe("new");
  expect((await stat(file)).ino).toBe(ino);
});

test.skipIf(!posix)("a pipe and a device are written to as they stand", async () => {
  const pipe = join(folder, "pipe");
  execFileSync("mkfifo", [pipe]);
  const read = readFile(pipe, "utf8");
  await writeWhole(pipe, "content");
  expect(await read).toBe("content");
  await writeWhole("/dev/null", "content");
  expect((await stat("/dev/null")).isCharacterDevice()).toBe(true);
});

test.skipIf(!existsSync("/dev/full"))("a full disk is named, and nothing is left", async () => {
  const file = join(folder, "full");
  await symlink("/dev/full", file);
  await expect(writeWhole(file, "content")).rejects.toThrow(/full: the disk is full$/);
  expect(await readdir(folder)).toEqual(["full"]);
});

test.skipIf(!isRoot).each([
  ["owner", 1234, 0],
  ["group", 0, 2345],
  ["owner and another group", 1234, 2345],
])("a file of another %s keeps them", async (_, uid, gid) => {
  const file = join(folder, "out.ld");
  await writeFile(file, "old");
  await chown(file, uid, gid);
  await writeWhole(file, "new");
  expect(await stat(file)).toMatchObject({ uid, gid });
});

test.skipIf(!isRoot)(
  "a file whose owner cannot be set for another reason stays as it is",
  async () => {
    const file = join(folder, "out.ld");
    await writeFile(file, "old");
    await chown(file, 1234, 2345);
    const handle = await open(file);
    const setting = vi.spyOn(Object.getPrototypeOf(handle) as typeof handle, "chown");
    await handle.close();
    onTestFinished(() => setting.mockRestore());
    setting.mockRejectedValueOnce(Object.assign(new Error("the device failed"), { code: "EIO" }));
    await expect(writeWhole(file, "new")).rejects.toThrow(
      /cannot write .*out\.ld: the device failed$/,
    );
    expect(await readFile(file, "utf8")).toBe("old");
    expect(await readdir(folder)).toEqual(["out.ld"]);
  },
);

// Other systems tell of changes in another order, or end paths earlier.
describe.skipIf(process.platform !== "linux")("a file that is replaced", () => {
  test("is never seen half written", async () => {
    const file = join(folder, "out.ld");
    await writeFile(file, "old");
    const events: string[] = [];
    const watcher = watch(folder, (event, name) => events.push(`${event} ${name}`));
    await writeWhole(file, "new");
    await writeFile(join(folder, "end"), "");
    await until(() => events.includes("rename end"));
    watcher.close();
    expect(events.filter((event) => event.endsWith(" out.ld"))).toEqual(["rename out.ld"]);
  });

  test("keeps its content if its path leaves no room for a draft", async () => {
    let deep = folder;
    while (deep.length < 4060) deep += `/${"d".repeat(Math.min(200, 4060 - deep.length))}`;
    await mkdir(deep, { recursive: true });
    const file = join(deep, "out.ld");
    await writeFile(file, "old");
    await expect(writeWhole(file, "new")).rejects.toThrow(/the name is too long/);
    expect(await readFile(file, "utf8")).toBe("old");
  });
});

describe.skipIf(!posix)("without the rights of an administrator", () => {
  const nobody = 65_534;
  beforeEach(async () => {
    if (!isRoot) return;
    await chown(folder, nobody, nobody);
    process.seteuid?.(nobody);
  });
  afterEach(() => {
    if (isRoot) process.seteuid?.(0);
  });

  test("a file that is read-only is not replaced", async () => {
    const file = join(folder, "out.ld");
    await writeFile(file, "old");
    await chmod(file, 0o444);
    for (const attempt of [() => checkWritable(file), () => writeWhole(file, "new")])
      await expect(attempt()).rejects.toThrow(/cannot write .*: permission denied/);
    expect(await readFile(file, "utf8")).toBe("old");
  });

  test("a file in a folder that takes no new ones is written in place", async () => {
    const file = join(folder, "out.ld");
    await writeFile(file, "old content");
    await chmod(folder, 0o500);
    await checkWritable(file);
    await writeWhole(file, "new");
    expect(await readFile(file, "utf8")).toBe("new");
  });

  test.skipIf(!isRoot)("a file of another owner, writable for all, keeps its owner", async () => {
    const file = join(folder, "out.ld");
    process.seteuid?.(0);
    await writeFile(file, "old content");
    await chmod(file, 0o666);
    process.seteuid?.(nobody);
    await writeWhole(file, "new");
    expect(await readFile(file, "utf8")).toBe("new");
    expect(await stat(file)).toMatchObject({ uid: 0 });
    expect(await readdir(folder)).toEqual(["out.ld"]);
  });

  test("a new file in such a folder is an error", async () => {
    await chmod(folder, 0o500);
    const file = join(folder, "new");
    for (const attempt of [() => checkWritable(file), () => writeWhole(file, "")])
      await expect(attempt()).rejects.toThrow(/permission denied/);
  });
});

describe("what is in the way is named:", () => {
  test.each([
    ["a folder that is missing", "no/such/out.json", /cannot write .*: there is no folder .*no\/such$/],
    ["a folder in its place", "taken", /cannot write .*taken: it is a directory/],
    ["a slash at the end", "new/", /it is a directory/],
    ["a file in the place of a folder", "file/out.json", /is a file, not a folder/],
    ["a name that is too long", "x".repeat(300), /the name is too long/],
  ])("%s", async (_, name, message) => {
    await mkdir(join(folder, "taken"));
    await writeFile(join(folder, "file"), "");
    const path = `${folder}/${name}`;
    await expect(checkWritable(path)).rejects.toThrow(message);
    await expect(writeWhole(path, "content")).rejects.toThrow(message);
    expect((await readdir(folder)).toSorted()).toEqual(["file", "taken"]);
  }); // prettier-ignore

  test("a long name that the system takes is no error", async () => {
    const file = join(folder, "x".repeat(255));
    await writeWhole(file, "content");
    expect(await readFile(file, "utf8")).toBe("content");
  });
});
