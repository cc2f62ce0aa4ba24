import { fileURLToPath } from "node:url";
import type { BuildOptions } from "esbuild";

/** Options with which esbuild makes the script of the page. */
export const bundle: BuildOptions = {
  entryPoints: [fileURLToPath(new URL("page.tsx", import.meta.url))],
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  jsx: "automatic",
  define: { "process.env.NODE_ENV": '"production"' },
  // Sources of the packages in this repository. An application leaves this out and gets what was published.
  conditions: ["@lutra/source"],
};
