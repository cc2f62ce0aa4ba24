import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { pathReason, reason, systemCode } from "../../src/errors/system-error.ts";

const withCode = (code: unknown): Error => Object.assign(new Error("it broke"), { code });

test.each([
  ["an error of the system", withCode("ENOENT"), "ENOENT", "no such file"],
  ["an error of the system without words of ours", withCode("EXDEV"), "EXDEV", "it broke"],
  ["an error whose code is a number", withCode(5), undefined, "it broke"],
  ["an error without a code", new Error("it broke"), undefined, "it broke"],
  ["what is no error", { code: "ENOENT" }, undefined, "[object Object]"],
  ["nothing", undefined, undefined, "undefined"],
])("%s has its code and reason", (_, error, code, words) => {
  expect(systemCode(error)).toBe(code);
  expect(reason(error)).toBe(words);
});

test("a path whose folder is missing says which", async () => {
  const folder = await mkdtemp(join(tmpdir(), "lutra-reason-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const why = async (path: string): Promise<string> =>
    await pathReason(path, await readFile(path).catch((error: unknown) => error));
  expect(await why(join(folder, "gone/a.lt"))).toBe(`there is no folder ${join(folder, "gone")}`);
  expect(await why(join(folder, "a.lt"))).toBe("no such file");
  expect(await why(join(folder, "\ufffd.lt"))).toMatch(/^no such file; a name that is not UTF-8/);
  expect(await why(folder)).toBe("it is a directory");
  expect(await pathReason(join(folder, "\ufffd.lt"), withCode("EACCES"))).toBe("permission denied");
});
