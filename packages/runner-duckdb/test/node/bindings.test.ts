import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

test("the driver's bindings are found after Node has looked at a stdin that is a pipe", () => {
  const [runSource, script] = ["../../../../scripts/run-source.mjs", "../support/load-bindings.ts"];
  const args = [runSource, script].map((path) => fileURLToPath(new URL(path, import.meta.url)));
  // Some ways to start tests set NODE_PATH, by which every package finds every other.
  const env = { ...process.env, NODE_PATH: "" };
  const output = execFileSync(process.execPath, args, { encoding: "utf8", env, input: "" });
  expect(output).toBe("function\n");
});
