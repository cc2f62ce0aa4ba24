// The full figures; `../client.test.ts` has small versions of them.
import { program } from "@lutra-internal/testing/programs";
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { until } from "@lutra-internal/testing";
import { describe, expect, test } from "vitest";
import { PosixClient } from "../../src/index.ts";
import { executable, exists, isRunning, statOf } from "../executable.ts";

/** Longest time that a runner may outlive the process that started it, in milliseconds. */
const orphanMs = 2000;

test("64 MiB go both ways, several at a time", async () => {
  await using client = new PosixClient({
    ...executable("waiting.ts"),
    maxFrameBytes: 80 * 2 ** 20,
  });
  const prepared = await client.prepare(program);
  const input = Buffer.alloc(64 * 2 ** 20, "otters");
  const outputs = await Promise.all([1, 2].map(() => client.execute(prepared, input)));
  for (const output of outputs) expect(Buffer.compare(output, input)).toBe(0);
});

describe.skipIf(process.platform !== "linux")("processes", () => {
  test("500 of them, started and stopped, leave no process and no open file", async () => {
    const pids: number[] = [];
    const cycle = async (): Promise<void> => {
      await using client = new PosixClient(executable("waiting.ts"));
      await client.getExternals();
      pids.push(client.pid as number);
    };
    await cycle();
    const before = readdirSync("/proc/self/fd").length;
    for (let i = 0; i < 125; i++) await Promise.all([cycle(), cycle(), cycle(), cycle()]);
    expect(pids).toHaveLength(501);
    expect(pids.filter(exists)).toEqual([]);
    expect(readdirSync("/proc/self/fd").length).toBeLessThanOrEqual(before);
  });

  test.each([
    ["itself", []],
    ["a wrapper around it", ["/bin/sh", "-c", '"$@"; exit $?', "sh"]],
  ])("whose parent is killed leave, when it started %s", async (_, wrapper) => {
    const { command, args } = executable("parent.ts");
    const runner = executable("interpreter.ts");
    const parent = spawn(command, [...args, ...wrapper, runner.command, ...runner.args], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const pid = await new Promise<number>((resolve) =>
      parent.stdout.once("data", (chunk: Buffer) => resolve(Number(chunk.toString()))),
    );
    // The parent tells the id once the runner has answered: how long it took to start does not count.
    const killedAt = performance.now();
    parent.kill("SIGKILL");
    await until(() => !isRunning(pid));
    expect(performance.now() - killedAt).toBeLessThan(orphanMs);
  });

  test("that wait take no processor time", async () => {
    await using client = new PosixClient(executable("waiting.ts"));
    const prepared = await client.prepare(program);
    await client.execute(prepared, new Uint8Array([1]));
    const spent: number[] = [];
    for (let i = 0; i < 5; i++) {
      const before = cpuTicks(client.pid as number);
      await new Promise((resolve) => setTimeout(resolve, 1000));
      spent.push(cpuTicks(client.pid as number) - before);
    }
    // A tick is 10 ms: 1 % of a second. The median, since the first seconds may still compile or collect garbage.
    expect(spent.sort((a, b) => a - b)[2]).toBeLessThanOrEqual(1);
  });
});

/** Returns the processor time of a process: utime and stime, of user and system. */
function cpuTicks(pid: number): number {
  const stat = statOf(pid);
  return Number(stat[11]) + Number(stat[12]);
}
