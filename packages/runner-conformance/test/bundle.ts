import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

/** A folder of bundles: processes and workers start quickly from one file. */
export class Bundles {
  readonly #folder = mkdtempSync(join(tmpdir(), "lutra-conformance-"));
  readonly #made = new Map<string, string>();

  /** Bundles `test/served/NAME.ts`, once, and gives the path of the result. */
  readonly bundle = (name: string): string => {
    const made = this.#made.get(name) ?? this.#bundle(name);
    this.#made.set(name, made);
    return made;
  };

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }

  #bundle(name: string): string {
    const outfile = join(this.#folder, `${name}.mjs`);
    buildSync({
      entryPoints: [fileURLToPath(new URL(`./served/${name}.ts`, import.meta.url))],
      outfile,
      bundle: true,
      format: "esm",
      platform: "node",
      conditions: ["@lutra/source"],
      logLevel: "error",
    });
    return outfile;
  }
}
