import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** Import of a frontend, its maximum size, and the code that must not come with it. */
export interface Budget {
  /** Module specifier of an entry point, for example `@lutra/bin`. */
  readonly from: string;
  /** Names of the exports that are imported. */
  readonly import: readonly string[];
  /** Most bytes of the bundle, minified and compressed with gzip. */
  readonly maxGzipBytes: number;
  /** Texts of code that this import does not need; one in the bundle means that tree shaking broke. */
  readonly forbidden?: readonly string[];
}

/** Measured size of an import. */
export interface Measurement {
  readonly minifiedBytes: number;
  readonly gzipBytes: number;
  /** Forbidden strings that the bundle contains. */
  readonly found: readonly string[];
}

/**
 * Bundles one import as a frontend's bundler would, from the built packages.
 *
 * @param resolveFolder folder from which the module specifier is resolved
 * @param external packages that the application brings itself
 */
export async function measure(
  { from, import: names, forbidden = [] }: Budget,
  resolveFolder: string,
  external: readonly string[] = [],
): Promise<Measurement> {
  const { outputFiles } = await build({
    stdin: {
      contents: `export { ${names.join(", ")} } from ${JSON.stringify(from)};`,
      resolveDir: resolveFolder,
    },
    external: [...external],
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    write: false,
    logLevel: "silent",
  });
  const [bundle] = outputFiles;
  if (!bundle) throw new Error(`esbuild made no bundle for ${from}`);
  return {
    minifiedBytes: bundle.contents.length,
    gzipBytes: gzipSync(bundle.contents, { level: 9 }).length,
    found: forbidden.filter((text) => bundle.text.includes(text)),
  };
}
