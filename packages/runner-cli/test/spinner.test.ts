import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cliCommand } from "./cli-process.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lutra-spinner-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const [node = "", ...loading] = cliCommand.slice(0, -1);
const spin = fileURLToPath(new URL("spin.ts", import.meta.url));

/** Returns what is drawn while the work blocks the thread. */
async function drawn(
  isTerminal: boolean,
  {
    label = "running",
    columns,
    delayMs = 0,
  }: { label?: string; columns?: number; delayMs?: number } = {},
): Promise<string> {
  const file = join(folder, `${isTerminal}-${columns}-${delayMs}`);
  const args = [
    file,
    String(isTerminal),
    String(delayMs),
    label,
    ...(columns === undefined ? [] : [`${columns}`]),
  ];
  const { stdout } = await promisify(execFile)(node, [...loading, spin, ...args]);
  expect(stdout).toBe(isTerminal ? "1\n" : "0\n");
  return readFileSync(file, "utf8");
}

test("the spinner turns while the thread computes, and leaves an empty line", async () => {
  const [before, ...frames] = (await drawn(true)).split("\r");
  expect(before).toBe("");
  expect(frames.pop()).toBe("\u001b[2K");
  for (const frame of frames) expect(frame).toMatch(/^. running \d{1,2} s $/);
  const turns = frames.map((frame) => frame[0]).join("");
  expect(turns).toMatch(/^⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏⠋/);
});

test("nothing is drawn where no terminal is", async () => {
  expect(await drawn(false)).toBe("");
});

test("nothing is drawn, and no line cleared, for work that ends soon", async () => {
  expect(await drawn(true, { delayMs: 60_000 })).toBe("");
});

test("a line is shorter than the terminal is wide, so that it can be drawn over", async () => {
  const label = "running on posix:/usr/local/bin/a-runner --with 'many words'";
  const [frame = ""] = /⠋[^\r]*/.exec(await drawn(true, { label, columns: 40 })) ?? [];
  expect(frame).toBe("⠋ running on posix:/usr/local… 0 s ");
  expect(frame.length).toBeLessThan(40);
});
