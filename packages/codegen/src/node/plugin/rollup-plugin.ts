import { type DevServer, watchBesideServer } from "./dev-server.ts";
import { type BuildPass, runBuildPass } from "./build-pass.ts";
import type { PluginOptions } from "./plugin-options.ts";

/** Part of a bundler's context that the plugin uses. */
interface BuildContext {
  addWatchFile(path: string): void;
  error(message: string): never;
  warn(message: string): void;
}

/** Plugin for Vite, Rollup and Rolldown, as far as it is used by them. */
export interface RollupPlugin {
  readonly name: string;
  buildStart(this: BuildContext): Promise<void>;
  configureServer(server: DevServer): Promise<void>;
  closeBundle(): void;
}

/**
 * Creates a plugin that generates modules before each build, for Vite, Rollup and Rolldown.
 *
 * A build fails if generation fails, and names file and line. In watch mode the programs and sources count as files of
 * the build. Vite's dev server generates whenever one changes, and shows errors in the page.
 *
 * @example
 * export default { plugins: [lutraCodegen()] };
 */
export function lutraCodegen(options: PluginOptions = {}): RollupPlugin {
  let stopWatching: (() => void) | undefined;
  return {
    name: "lutra-codegen",
    async buildStart() {
      if (stopWatching !== undefined) return;
      const { errors, warnings, files, folders }: BuildPass = await runBuildPass(options);
      for (const path of [...files, ...folders]) this.addWatchFile(path);
      for (const warning of warnings) this.warn(warning);
      if (errors.length > 0) this.error(errors.join("\n"));
    },
    async configureServer(server) {
      stopWatching = await watchBesideServer(options, server);
    },
    closeBundle() {
      stopWatching?.();
    },
  };
}
