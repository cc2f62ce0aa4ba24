import { type BuildPass, runBuildPass } from "./build-pass.ts";
import type { PluginOptions } from "./plugin-options.ts";

interface Message {
  readonly text: string;
}

/** Part of esbuild's and Bun's `PluginBuild` that the plugin uses. */
interface BuildHooks {
  onStart(callback: () => Promise<{ errors: Message[]; warnings: Message[] }>): void;
  onResolve(
    options: { filter: RegExp },
    callback: (args: {
      kind: string;
    }) => Promise<{ watchFiles: string[]; watchDirs: string[] } | undefined>,
  ): void;
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
      let pass: BuildPass | undefined;
      build.onStart(async () => {
        pass = await runBuildPass(options);
        // Bun does not look at what is returned.
        if ("Bun" in globalThis && pass.errors.length > 0) throw new Error(pass.errors.join("\n"));
        const messages = (texts: readonly string[]): Message[] => texts.map((text) => ({ text }));
        return { errors: messages(pass.errors), warnings: messages(pass.warnings) };
      });
      // Entry points exist whatever was generated, and esbuild takes files to watch from here only.
      build.onResolve({ filter: /.*/ }, async ({ kind }) => {
        if (kind !== "entry-point" || pass === undefined) return undefined;
        return { watchFiles: [...pass.files], watchDirs: [...pass.folders] };
      });
    },
  };
}
