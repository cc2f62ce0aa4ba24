import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { withSpinner } from "../src/spinner.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lutra-spinner-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What is drawn while the work blocks the thread. */
async function drawn(
  isTerminal: boolean,
  delayMs: number,
  { label = "running", columns }: { label?: string; columns?: number } = {},
): Promise<string> {
  const file = join(folder, `${isTerminal}-${delayMs}`);
  const fd = openSync(file, "w");
  const output = { isTerminal, fd, columns, write: async () => {} };
  const blocked = new Int32Array(new SharedArrayBuffer(4));
  const work = async (): Promise<string> => {
    // Blocks until something was drawn, or long enough to see that nothing is.
    for (let i = 0; i < (isTerminal ? 200 : 10) && readFileSync(file).length === 0; i++) {
      Atomics.wait(blocked, 0, 0, 20);
    }
    return "result";
  };
  expect(await withSpinner(output, label, work, delayMs)).toBe("result");
  closeSync(fd);
  return readFileSync(file, "utf8");
}

test("the spinner turns while the thread computes, and leaves an empty line", async () => {
  const text = await drawn(true, 0);
  expect(text).toMatch(/\r⠋ running 0 s /);
  expect(text.endsWith("\r\u001b[2K")).toBe(true);
});

test("nothing is drawn where no terminal is", async () => {
  expect(await drawn(false, 0)).toBe("");
});

test("a line is shorter than the terminal is wide, so that it can be drawn over", async () => {
  const label = "running on posix:/usr/local/bin/a-runner --with 'many words'";
  const [frame = ""] = /⠋[^\r]*/.exec(await drawn(true, 0, { label, columns: 40 })) ?? [];
  expect(frame).toBe("⠋ running on posix:/usr/local… 0 s ");
  expect(frame.length).toBeLessThan(40);
});
