import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** Commands for contributors, with arguments that they refuse besides an option that none of them has. */
const commands: Readonly<Record<string, readonly (readonly string[])[]>> = {
  "internal/bench/src/main.ts": [["nothing"], ["--trials", "0"], ["codec", "--rows", "1.5"]],
  "internal/checks/src/main.ts": [["--only", "nothing"], ["format"]],
  "internal/fuzz/src/main.ts": [["nothing"], ["--seconds", "no"], ["--input", "file"]],
  "internal/fuzz/src/hostile.ts": [["--seconds"]],
  "internal/mutation/src/main.ts": [[], ["nothing"], ["bin", "--count", "no"]],
  "internal/runtimes/src/main.ts": [["nothing"]],
  "internal/runtimes/src/soak.ts": [["--minutes=-1"]],
};

function run(command: string, args: readonly string[]) {
  return spawnSync(process.execPath, ["scripts/run-source.mjs", command, ...args], {
    cwd: root,
    encoding: "utf8",
  });
}

describe.each(Object.entries(commands))("%s", (command, refused) => {
  it("prints its usage", () => {
    const { status, stdout, stderr } = run(command, ["--help"]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^Usage: npm run (?:-s )?[a-z]+\b/);
  });

  it.each([["--nonsense"], ...refused].map((args) => ({ args })))("refuses $args", ({ args }) => {
    const { status, stdout, stderr } = run(command, args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(/^[^\n]+\n\nUsage: /);
    expect(stderr).not.toContain("    at ");
  });
});
