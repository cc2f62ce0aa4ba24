import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

/** Files that a service worker stores at once take at most this many bytes; larger ones are stored when first used. */
const maxBytes = 4_000_000;

/** Creates a Vite plugin that adds a service worker, so that the page works offline after its first load. */
export function offline(): Plugin {
  return {
    name: "offline",
    apply: "build",
    generateBundle(_, bundle) {
      const files = Object.values(bundle).filter(
        (file) => sizeOf(file) <= maxBytes && !file.fileName.endsWith(".map"),
      );
      const names = files.map(({ fileName }) => fileName).sort();
      // Names carry hashes of their contents, but for the page itself.
      const version = createHash("sha256").update(names.join("\n")).digest("hex").slice(0, 16);
      const template = readFileSync(new URL("service-worker.js", import.meta.url), "utf8");
      const source = template
        .replace('"VERSION"', JSON.stringify(version))
        .replace('["FILES"]', JSON.stringify(["./", ...names.filter(isStored)]));
      this.emitFile({ type: "asset", fileName: "service-worker.js", source });
    },
  };
}

/**
 * Checks if the service worker stores a file. The engines' parts are loaded when first used; the showcases and the
 * compiler belong to the page.
 */
function isStored(name: string): boolean {
  return !/pglite|postgres|initdb|duckdb/i.test(name);
}

function sizeOf(file: {
  readonly type: "asset" | "chunk";
  readonly source?: string | Uint8Array;
  readonly code?: string;
}): number {
  return (file.type === "asset" ? file.source : file.code)?.length ?? 0;
}
