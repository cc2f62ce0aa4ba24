import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { executable } from "./executable.ts";

test("a process whose output no one reads goes on, and its output arrives later", async () => {
  const { command, args } = executable("pressing.ts");
  const child = spawn(command, args, { stdio: "pipe" });
  const [line] = (await once(child.stderr, "data")) as [Buffer];
  expect(line.toString()).toBe("free\n");
  let length = 0;
  child.stdout.on("data", (chunk: Buffer) => (length += chunk.length));
  expect(await once(child, "close")).toEqual([0, null]);
  expect(length).toBe(8 * 1024 * 1024);
});
