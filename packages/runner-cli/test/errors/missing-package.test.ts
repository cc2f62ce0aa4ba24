import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { missingPackage } from "../../src/errors/missing-package.ts";

/** Creates an error with a code, as the platform does. */
function errorOf({ code, message }: { code?: string; message: string }): Error {
  return Object.assign(new Error(message), { code });
}

test("the error of Node for a package that is absent names the package", async () => {
  const script = `import("@absent/driver").catch(({ code, message }) => console.log(JSON.stringify({ code, message })))`;
  const { stdout } = await promisify(execFile)(process.execPath, ["-e", script]);
  const cause = errorOf(JSON.parse(stdout) as { message: string });
  expect(missingPackage(cause)).toMatchObject({
    message: "this runner needs the package @absent/driver, which is not installed",
    help: "npm install @absent/driver",
    cause,
  });
});

test.each([
  { code: "ERR_MODULE_NOT_FOUND", message: "Cannot find module '/a/b.js' imported from /a/c.js" },
  { code: "ECONNREFUSED", message: "Cannot find package 'pg'" },
  { message: "Cannot find package 'pg'" },
])("%j is another error", (error) => {
  expect(missingPackage(errorOf(error))).toBeUndefined();
});
