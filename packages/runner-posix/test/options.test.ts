import { checkNumericOption, durations, type NumericOption, until } from "@lutra-internal/testing";
import { expect, test } from "vitest";
import { PosixClient } from "../src/index.ts";

const option = (name: string, accepts: readonly number[]): NumericOption => ({
  name,
  accepts,
  use: async (value) => {
    await using _client = new PosixClient({ command: "/bin/cat", [name]: value });
  },
});

test.each([
  option("stopGraceMs", durations),
  { ...option("maxFrameBytes", [2 ** 31]), min: 256 },
  option("firstRequestId", [0, 2 ** 31]),
])("$name is in range, or refused by name before a process starts", async (each) => {
  const processes = (): number =>
    process.getActiveResourcesInfo().filter((name) => name === "ProcessWrap").length;
  const before = processes();
  await expect(checkNumericOption(each)).resolves.toBeUndefined();
  await until(() => processes() === before);
});

test.each([2 ** 31, Infinity])(
  "with a stopGraceMs of %d a process leaves by itself",
  async (stopGraceMs) => {
    const script =
      "process.stdin.resume().on('end', () => setTimeout(() => console.error('done'), 50))";
    let stderr = "";
    const client = new PosixClient({
      command: process.execPath,
      args: ["-e", script],
      stopGraceMs,
      onStderr: (chunk) => (stderr += new TextDecoder().decode(chunk)),
    });
    await client.shutdown();
    expect(stderr).toBe("done\n");
  },
);
