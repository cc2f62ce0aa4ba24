import { gzipSync } from "node:zlib";
import { relative } from "node:path";
import { build, type Metafile } from "esbuild";

/** Import of a frontend, its maximum size, and the code that must not come with it. */
export interface Budget {
  /**
   * Module specifier of an entry point, for example `@lutra/bin`, or the path of an example's file: `./examples/...`.
   */
  readonly from: string;
  /** Names of the exports that are imported. */
  readonly import: readonly string[];
  /** Maximum number of bytes of the bundle, minified and compressed with gzip. */
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
  const { outputFiles, metafile } = await build({
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
    splitting: true,
    outdir: folder,
    metafile: true,
    write: false,
    logLevel: "silent",
  });
  const atOnce = loadedAtOnce(metafile);
  const text = outputFiles
    .filter(({ path }) => atOnce.has(relative(process.cwd(), path)))
    .map((output) => output.text)
    .join("\n");
  const bytes = new TextEncoder().encode(text);
  return {
    minifiedBytes: bytes.length,
    gzipBytes: gzipSync(bytes, { level: 9 }).length,
    found: forbidden.filter((each) => text.includes(each)),
  };
}

/** Any folder: nothing is written. */
const folder = "bundle";

/** Returns the files that a page loads to begin with: not those that code asks for when it needs them. */
function loadedAtOnce({ outputs }: Metafile): ReadonlySet<string> {
  const entries = Object.keys(outputs).filter((path) => outputs[path]?.entryPoint === "<stdin>");
  const files = new Set(entries);
  for (const file of files) {
    for (const { kind, path } of outputs[file]?.imports ?? []) {
      if (kind === "import-statement") files.add(path);
    }
  }
  return files;
}
