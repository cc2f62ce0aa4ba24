import { expect, test } from "vitest";
import { runCell } from "../src/run-cell.ts";
import { quickSettings } from "../src/settings.ts";

const settings = { ...quickSettings, warmUpMs: 1, slices: 1, sliceMs: 1 };

test("a cell runs in a process of its own and reports what it measured", async () => {
  const reading = await runCell("codec", { id: ["A", "encode", "json"] }, settings);
  expect(reading["bytes"]).toBeGreaterThan(50);
  expect(reading["ns"]).toBeGreaterThanOrEqual(0);
});

test("arguments for node reach the process", async () => {
  const cell = { id: ["B", "heap", "json"], nodeArgs: ["--expose-gc"] };
  expect((await runCell("codec", cell, settings))["bytes"]).toBeGreaterThan(0);
});

test("a failing cell says which one it was and keeps the cause", async () => {
  const failure = runCell("codec", { id: ["F", "encode", "bebop"] }, settings);
  await expect(failure).rejects.toThrow("measuring codec F encode bebop failed");
  await expect(failure).rejects.toHaveProperty(
    "cause.stderr",
    expect.stringContaining("bebop has no schema for workload F"),
  );
});
