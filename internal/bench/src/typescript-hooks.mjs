import { readFile } from "node:fs/promises";
import { transform } from "esbuild";

const options = {
  loader: "ts",
  target: "es2022",
  sourcemap: "inline",
  tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
};

/** Loads a module, as a hook of `node:module`: strips the types of a `.ts` module. */
export async function load(url, context, nextLoad) {
  if (!url.endsWith(".ts")) return nextLoad(url, context);
  const source = await readFile(new URL(url), "utf8");
  const { code } = await transform(source, { ...options, sourcefile: url });
  return { format: "module", source: code, shortCircuit: true };
}
