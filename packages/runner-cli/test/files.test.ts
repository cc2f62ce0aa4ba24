import { existsSync } from "node:fs";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readAll, readBytes, readBytesIfThere, textOf } from "../src/files.ts";
import { makeFolder } from "../src/make-folder.ts";

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "lutra-files-"));
});
afterAll(() => rm(scratch, { recursive: true }));

async function* pieces(...lengths: readonly number[]): AsyncGenerator<Uint8Array> {
  for (const length of lengths) yield new Uint8Array(length).fill(length);
}

test("a stream is read to its end, up to the largest size", async () => {
  const limits = { name: "the stream", maxBytes: 5 };
  expect(await readAll(pieces(2, 0, 3), limits)).toEqual(new Uint8Array([2, 2, 3, 3, 3]));
  await expect(readAll(pieces(3, 3, 1), limits)).rejects.toThrow(
    "the stream has more bytes than can be read, or no end: at most 5",
  );
});

describe.skipIf(!existsSync("/dev/null"))("devices", () => {
  test("are read as files are", async () => {
    expect(await readBytes("/dev/null")).toEqual(new Uint8Array());
  });

  test("may have no end", async () => {
    const endless = readBytes("/dev/zero", 1_000_000);
    await expect(endless).rejects.toThrow(
      /^\/dev\/zero has more bytes than can be read, or no end/,
    );
  });

  test("that are sockets have no bytes", async () => {
    const path = join(scratch, "socket");
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(path, resolve));
    await expect(readBytes(path)).rejects.toThrow(
      /: it is a socket, or a device that is not there$/,
    );
    server.close();
  });
});

test("a file that is not there is an error, or nothing", async () => {
  const path = join(scratch, "gone");
  await expect(readBytes(path)).rejects.toThrow(`cannot read ${path}: no such file`);
  expect(await readBytesIfThere(path)).toBeUndefined();
});

test("a folder is no file, and not one that is not there", async () => {
  for (const read of [readBytes, readBytesIfThere])
    await expect(read(scratch)).rejects.toThrow(`cannot read ${scratch}: it is a directory`);
});

test("text of another encoding is named", () => {
  const help = "as you like it";
  expect(textOf(new TextEncoder().encode("\ufeffä"), "a.lt")).toBe("ä");
  expect(() => textOf(new Uint8Array([0x61, 0xff]), "a.lt", help)).toThrow(
    expect.objectContaining({ message: "a.lt is not UTF-8 text", help }),
  );
  for (const mark of [
    [0xff, 0xfe],
    [0xfe, 0xff],
  ]) {
    expect(() => textOf(new Uint8Array([...mark, 0x61, 0]), "a.lt", help)).toThrow(
      expect.objectContaining({
        message: "a.lt is not UTF-8 text, but UTF-16",
        help: "save it as UTF-8; `>` of Windows PowerShell writes UTF-16",
      }),
    );
  }
});

test("text is too long from the size on that a string may not have", () => {
  // Memory that no one touches: the first byte is no UTF-8.
  const bytes = new Uint8Array(2 ** 29 - 24);
  bytes[0] = 0x80;
  const most = bytes.subarray(1);
  most[0] = 0x80;
  expect(() => textOf(most, "a.json")).toThrow("a.json is not UTF-8 text");
  expect(() => textOf(bytes, "a.json")).toThrow(
    "a.json has more text than can be read: 536870888 bytes",
  );
});

describe("makeFolder", () => {
  test("makes a folder and those above, and leaves what is there", async () => {
    const folder = join(scratch, "a/b/c");
    await makeFolder(folder);
    await makeFolder(folder);
    expect((await stat(folder)).isDirectory()).toBe(true);
  });

  test("fails where a file is in the way", async () => {
    const file = join(scratch, "file");
    await writeFile(file, "");
    await expect(makeFolder(file)).rejects.toThrow(/EEXIST/);
    await expect(makeFolder(join(file, "a"))).rejects.toThrow(/ENOTDIR|EEXIST/);
  });

  test.skipIf(!existsSync("/proc/self"))("fails where no folders can be", async () => {
    await expect(makeFolder("/proc/lutra/a")).rejects.toThrow(/ENOENT/);
  });
});
