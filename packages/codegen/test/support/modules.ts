import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../../../../", import.meta.url));

/** Returns what the formatter of this repository makes of modules, by name. */
export function formatted(texts: Readonly<Record<string, string>>): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), "lutra-codegen-"));
  try {
    const { printWidth } = JSON.parse(readFileSync(join(root, ".oxfmtrc.json"), "utf8")) as {
      printWidth: number;
    };
    writeFileSync(join(folder, ".oxfmtrc.json"), JSON.stringify({ printWidth }));
    for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, name), text);
    const bin = join(root, "node_modules/oxfmt/bin/oxfmt");
    const { status, stderr } = spawnSync(process.execPath, [bin, "."], {
      cwd: folder,
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(stderr);
    return Object.fromEntries(
      Object.keys(texts).map((name) => [name, readFileSync(join(folder, name), "utf8")]),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Bundles a module with all that it imports. */
export async function bundled(text: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: text, resolveDir: join(root, "packages/codegen"), loader: "ts" },
    conditions: ["@lutra/source"],
    bundle: true,
    format: "esm",
    write: false,
    logLevel: "silent",
  });
  return outputFiles[0]!.text;
}

/** Evaluates a generated module. */
export async function evaluated(text: string): Promise<Readonly<Record<string, unknown>>> {
  const code = Buffer.from(await bundled(text)).toString("base64");
  return (await import(`data:text/javascript;base64,${code}`)) as Record<string, unknown>;
}
