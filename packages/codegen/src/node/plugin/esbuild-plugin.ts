import { randomUUID } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BuildPass, runBuildPass } from "./build-pass.ts";
import type { PluginOptions } from "./plugin-options.ts";

interface Message {
  readonly text: string;
}

/** Part of esbuild's and Bun's `PluginBuild` that the plugin uses. */
interface BuildHooks {
  onStart(callback: () => Promise<{ errors: Message[]; warnings: Message[] }>): void;
  onLoad(
    options: { filter: RegExp },
    callback: () => { watchFiles: string[]; watchDirs: string[] } | undefined,
  ): void;
  onEnd(callback: () => Promise<void>): void;
  onDispose(callback: () => void): void;
}

/** Plugin for esbuild and Bun. */
export interface EsbuildPlugin {
  readonly name: string;
  setup(build: BuildHooks): void;
}

/**
 * Creates a plugin that generates modules before each build, for esbuild and Bun.
 *
 * Errors of generation are errors of the build, with file and line. In watch mode the programs and sources count as files
 * of the build.
 *
 * @example
 * const options = { entryPoints: ["src/main.ts"], bundle: true, plugins: [lutraCodegen()] };
 */
export function lutraCodegen(options: PluginOptions = {}): EsbuildPlugin {
  return {
    name: "lutra-codegen",
    setup(build) {
      if ("Bun" in globalThis) {
        // Bun wants the content of each file that a plugin is asked for, and has no files to watch.
        build.onStart(async () => {
          tellBun(await runBuildPass(options));
          return { errors: [], warnings: [] };
        });
        return;
      }
      // Esbuild sees changes since a file was named, which is after it was read.
      const signal = join(tmpdir(), `lutra-codegen-${randomUUID()}`);
      let pass: BuildPass;
      let isNamed = false;
      build.onStart(async () => {
        pass = await runBuildPass(options);
        isNamed = false;
        const messages = (texts: readonly string[]): Message[] => texts.map((text) => ({ text }));
        return { errors: messages(pass.errors), warnings: messages(pass.warnings) };
      });
      // Esbuild takes files to watch with one that it bundles; with a path only if the plugin resolves it.
      build.onLoad({ filter: /.*/ }, () => {
        if (isNamed) return undefined;
        isNamed = true;
        return { watchFiles: [...pass.files, signal], watchDirs: [...pass.folders] };
      });
      build.onEnd(async () => {
        if (await pass.isOutdated()) await writeFile(signal, randomUUID());
      });
      build.onDispose(() => void rm(signal, { force: true }));
    },
  };
}

/** Reports a pass to Bun, which does not look at what is returned. */
function tellBun({ errors, warnings }: BuildPass): void {
  for (const warning of warnings) console.warn(`lutra-codegen: ${warning}`);
  if (errors.length > 0) throw new Error(errors.join("\n"));
}
