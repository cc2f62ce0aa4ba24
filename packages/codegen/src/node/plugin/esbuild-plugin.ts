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
      const isBun = "Bun" in globalThis;
      let pass: BuildPass | undefined;
      build.onStart(async () => {
        pass = await runBuildPass(options);
        if (isBun) {
          tellBun(pass);
          return { errors: [], warnings: [] };
        }
        const messages = (texts: readonly string[]): Message[] => texts.map((text) => ({ text }));
        return { errors: messages(pass.errors), warnings: messages(pass.warnings) };
      });
      // Bun wants the content of each file that a plugin is asked for, and has no files to watch.
      if (isBun) return;
      // Esbuild takes files to watch with one that it bundles; with a path only if the plugin resolves it.
      build.onLoad({ filter: /.*/ }, () => {
        if (pass === undefined) return undefined;
        const { files, folders } = pass;
        pass = undefined;
        return { watchFiles: [...files], watchDirs: [...folders] };
      });
    },
  };
}

/** Reports a pass to Bun, which does not look at what is returned. */
function tellBun({ errors, warnings }: BuildPass): void {
  for (const warning of warnings) console.warn(`lutra-codegen: ${warning}`);
  if (errors.length > 0) throw new Error(errors.join("\n"));
}
