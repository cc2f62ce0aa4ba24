import { fileURLToPath } from "node:url";
import type { BuildOptions } from "esbuild";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Returns the options with which esbuild makes the page: one script, and files that are copied as they are. */
export function bundle(folder: string): BuildOptions {
  return {
    entryPoints: [
      { in: here("page.ts"), out: "page" },
      { in: here("page.css"), out: "page" },
      { in: here("index.html"), out: "index" },
    ],
    outdir: folder,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    loader: { ".html": "copy" },
    // Sources of the packages in this repository. An application leaves this out and gets what was published.
    conditions: ["@lutra/source"],
  };
}
