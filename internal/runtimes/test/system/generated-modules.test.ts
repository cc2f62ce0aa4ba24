// Generated modules as they are, in runtimes that strip types by themselves.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { showcaseNames } from "@lutra-internal/fixtures";
import * as torture from "@lutra-internal/fixtures/generated/torture";
import { describe, expect, test } from "vitest";
import { install } from "../../src/install.ts";
import { executable, runtimes } from "../../src/runtimes.ts";

const script = fileURLToPath(new URL("../../src/entries/generated.ts", import.meta.url));

/** A package of 100 MB may have to be brought along first. */
const patienceMs = 300_000;

// The sources of the packages, so that no build is needed.
const conditions = "--conditions=@lutra/source";
const denoOptions = ["run", "--allow-all", "--no-lock", "--no-check", "--node-modules-dir=manual"];

const commands: Readonly<Record<string, (folder: string) => readonly string[]>> = {
  "Node 22": (folder) => [join(folder, "bin/node"), conditions],
  "Node 24": (folder) => [join(folder, "bin/node"), conditions],
  Bun: (folder) => [executable(join(folder, "bin/bun")), conditions],
  Deno: (folder) => [executable(join(folder, "deno")), ...denoOptions, conditions],
};

describe.each(Object.entries(commands))("%s", (name, commandOf) => {
  test(
    "runs them without their types removed before",
    { timeout: patienceMs },
    async ({ skip }) => {
      const folder = await install(runtimes.find((runtime) => runtime.name === name)!);
      if (folder === undefined) {
        console.log(`SKIPPED ${name}: its package cannot be installed here`);
        skip();
        return;
      }
      const [command, ...options] = commandOf(folder);
      const { stdout, stderr, status } = spawnSync(command!, [...options, script], {
        encoding: "utf8",
      });
      expect([status, stderr]).toEqual([0, expect.not.stringContaining("Error")]);
      const { decoded, ...result } = JSON.parse(stdout) as { readonly decoded: number };
      expect(decoded).toBeGreaterThan(1000);
      expect(result).toEqual({
        ran: showcaseNames(),
        programs: torture.programs.length,
        codecs: Object.keys(torture).filter((key) => key.endsWith("Codec")).length,
        wrong: [],
      });
    },
  );
});
