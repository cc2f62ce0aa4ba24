// The plugin of `@lutra/codegen` in the bundler of Bun, which calls it in other ways than esbuild does.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { install } from "../../src/install.ts";
import { executable, runtimes } from "../../src/runtimes.ts";

const plugin = fileURLToPath(
  new URL("../../../../packages/codegen/src/node/esbuild.ts", import.meta.url),
);
const program = fileURLToPath(new URL("../../../../examples/programs/json-tree", import.meta.url));

/** A package of 100 MB may have to be brought along first. */
const patienceMs = 300_000;

const script = `import { lutraCodegen } from ${JSON.stringify(plugin)};
const [include, exclude] = process.argv.slice(2).map((name) => [name]);
const outputs = [{ from: "programs", out: "src/p.lutra.ts", include, exclude }];
await Bun.build({
  entrypoints: ["src/main.ts"],
  outdir: "dist",
  packages: "external",
  plugins: [lutraCodegen({ outputs })],
});
`;

test("Bun bundles what the plugin generates", { timeout: patienceMs }, async ({ skip }) => {
  const bun = await install(runtimes.find(({ name }) => name === "Bun")!);
  if (bun === undefined) {
    console.log("SKIPPED Bun: its package cannot be installed here");
    skip();
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), "lutra-bun-"));
  try {
    cpSync(program, join(folder, "programs/json-tree"), { recursive: true });
    mkdirSync(join(folder, "src"));
    writeFileSync(join(folder, "src/main.ts"), 'export * from "./p.lutra.ts";\n');
    writeFileSync(join(folder, "build.ts"), script);
    const build = (...args: readonly string[]) =>
      spawnSync(
        executable(join(bun, "bin/bun")),
        ["--conditions=@lutra/source", "build.ts", ...args],
        { cwd: folder, encoding: "utf8" },
      );
    const built = build("json-*", "gone");
    expect([built.status, built.stderr]).toEqual([
      0,
      'lutra-codegen: exclude: "gone" matches no program; there is json-tree\n',
    ]);
    expect(readFileSync(join(folder, "dist/main.js"), "utf8")).toContain("jsonTreeBytecode");
    const failed = build("none", "gone");
    expect([failed.status, failed.stderr]).toEqual([
      1,
      expect.stringContaining("src/p.lutra.ts: there are no programs in programs"),
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
