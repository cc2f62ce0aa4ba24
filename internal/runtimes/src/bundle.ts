import { fileURLToPath } from "node:url";
import { programCases, vectors } from "@lutra-internal/fixtures";
import { build } from "esbuild";
import type { GoldenData } from "./checks/golden.ts";

/** Folder of the bundles: inside the workspace, so that runtimes find the built packages as an application would. */
export const bundleFolder: string = fileURLToPath(new URL("../dist/", import.meta.url));

/**
 * Bundles the checks. For processes the packages stay outside and come from their builds, by `exports`; for workerd
 * their builds are bundled.
 */
export async function bundleChecks(): Promise<void> {
  const define = { goldenData: JSON.stringify(goldenData()) };
  const entry = (name: string): string =>
    fileURLToPath(new URL(`./entries/${name}.ts`, import.meta.url));
  const common = {
    outdir: bundleFolder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    // Node 20 and 22 do not parse `using`.
    target: "es2022",
    define,
    logLevel: "error",
  } as const;
  await Promise.all([
    build({
      ...common,
      entryPoints: [entry("process"), entry("serve")],
      platform: "node",
      packages: "external",
    }),
    build({ ...common, entryPoints: [entry("fetch")], platform: "neutral" }),
  ]);
}

function goldenData(): GoldenData {
  const programs = programCases().flatMap(({ name, program_type_hex, input, interpreter }) => {
    const { program_hex, output } = interpreter;
    if (program_hex === undefined || output === undefined) return [];
    return {
      name,
      program: program_hex,
      type: program_type_hex,
      input: input.hex,
      output: output.hex,
    };
  });
  const frames = vectors().protocolB.flatMap(({ prefix, body }) =>
    prefix === undefined ? [] : (prefix + body).replaceAll(/\s/g, ""),
  );
  return { programs, frames };
}
