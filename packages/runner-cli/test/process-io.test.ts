import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { outputOf } from "../src/process-io.ts";
import { cliCommand } from "./cli-process.ts";

const movies = fileURLToPath(new URL("../../../examples/programs/movie-search/", import.meta.url));
const run = ["run", join(movies, "program.bytecode-lt.rr.ld"), "-i", join(movies, "input.ld")];
const [node = "", ...source] = cliCommand;

/** Runs the command with a standard output that fails: a device that is full, or a pipe that no one reads. */
async function withBroken(
  stdout: "/dev/full" | "pipe",
  args: readonly string[],
): Promise<{ readonly code: unknown; readonly err: string }> {
  const device = stdout === "pipe" ? undefined : openSync(stdout, "w");
  const child = spawn(node, [...source, ...args], {
    stdio: ["ignore", device ?? "pipe", "pipe"],
  });
  if (device !== undefined) closeSync(device);
  child.stdout?.destroy();
  let err = "";
  child.stderr?.on("data", (chunk: Buffer) => (err += chunk.toString()));
  const [code] = (await once(child, "close")) as readonly unknown[];
  return { code, err };
}

test.each([
  [undefined, undefined, undefined],
  [true, 80, 80],
  [true, 0, undefined],
])("a stream that is a terminal (%s) of %s columns is one of %s", (isTTY, columns, known) => {
  const output = outputOf({ isTTY: isTTY as boolean, columns: columns as number, fd: 1 });
  expect(output).toEqual({ isTerminal: isTTY === true, fd: 1, columns: known });
});

const ran = /^error: the program ran, but its output is lost: cannot write standard output: /;

describe("a standard output that fails", () => {
  test.skipIf(!existsSync("/dev/full"))("on a full device, after the program ran", async () => {
    const { code, err } = await withBroken("/dev/full", run);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(ran) as string });
    expect(err).toMatch(/the disk is full\nhelp: what the program did is done/);
  });

  test.skipIf(!existsSync("/dev/full"))("on a full device, without a program", async () => {
    expect(await withBroken("/dev/full", ["--version"])).toEqual({
      code: 1,
      err: "error: cannot write standard output: the disk is full\n",
    });
  });

  test("for want of a reader, after the program ran", async () => {
    const { code, err } = await withBroken("pipe", run);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(ran) as string });
    expect(err).toMatch(/the reader is gone\nhelp: what the program did is done/);
  });

  test("for want of a reader, without a program: no fault", async () => {
    expect(await withBroken("pipe", ["--help"])).toEqual({ code: 0, err: "" });
  });
});
