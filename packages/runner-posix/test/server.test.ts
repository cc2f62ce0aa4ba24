import { spawn } from "node:child_process";
import { once } from "node:events";
import { until } from "@lutra-internal/testing";
import { vectors, bytesFromHex } from "@lutra-internal/fixtures";
import { describe, expect, test } from "vitest";
import { PosixClient } from "../src/index.ts";
import { executable } from "./executable.ts";

interface Ended {
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Starts an executable, writes to its input, ends it, and collects what came out. */
async function exchange(name: string, input: Uint8Array): Promise<Ended> {
  const { command, args } = executable(name);
  const child = spawn(command, args, { stdio: "pipe" });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
  child.stdin.end(input);
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() };
}

const getExternals = vectors().protocolB.find(({ name }) => name === "get_externals, id 0");
if (getExternals?.prefix === undefined) throw new Error("the vectors lack get_externals");
const frame = bytesFromHex(getExternals.prefix + getExternals.body);

describe("servePosix", () => {
  test("answers what came before the end of input, then exits with 0", async () => {
    const { code, stdout } = await exchange("interpreter.ts", Buffer.concat([frame, frame, frame]));
    expect(code).toBe(0);
    const length = stdout.readUInt32LE(0) + 4;
    expect(stdout.length).toBe(3 * length);
    expect(stdout.toString("latin1")).toContain("repr:bytecode-lt");
  });

  test("exits with 0 when nothing is asked", async () => {
    expect(await exchange("interpreter.ts", new Uint8Array())).toMatchObject({ code: 0 });
  });

  test("exits with 1 and a line on standard error when its runner cannot be shut down", async () => {
    expect(await exchange("failing.ts", new Uint8Array())).toMatchObject({
      code: 1,
      stderr: "shutdown failed: the disk is full\n",
    });
  });

  test("exits with 1 and a line on standard error when it is sent no frames", async () => {
    const { code, stdout, stderr } = await exchange(
      "noisy.ts",
      Buffer.from("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    );
    expect(code).toBe(1);
    expect(stdout).toHaveLength(0);
    expect(stderr).toMatch(/connection failed: .*frame/);
    expect(stderr).toContain("shut down");
  });
});

test.each<readonly [string, readonly string[], RegExp]>([
  ["is left to the client", [], /^repr:bytecode-lt/],
  [
    "ends it where the input is a terminal",
    ["--import", "data:text/javascript,Object.defineProperty(process.stdin,'isTTY',{value:true})"],
    /SIGINT/,
  ],
])("an interruption %s", async (_, options, answer) => {
  const { command, args } = executable("interpreter.ts");
  let stderr = "";
  await using client = new PosixClient({
    command,
    args: [...options, ...args],
    onStderr: (text) => (stderr += text),
  });
  await client.getExternals();
  await until(() => stderr.includes("\n"));
  process.kill(Number(/^pid (\d+)$/m.exec(stderr)?.[1]), "SIGINT");
  const answered = client.getExternals().then(([first]) => first, String);
  expect(await answered).toMatch(answer);
});
