import { type DevServer, watchBesideServer } from "./dev-server.ts";
import { runBuildPass } from "./build-pass.ts";
import { BuildWatch } from "./build-watch.ts";
import type { Findings } from "./findings.ts";
import type { PluginOptions } from "./plugin-options.ts";

/** Part of a bundler's context that the plugin uses. */
interface BuildContext {
  readonly meta: { readonly watchMode: boolean };
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
  closeWatcher(): void;
}

/**
 * Creates a plugin that generates modules before each build, for Vite, Rollup and Rolldown.
 *
 * A build fails if generation fails, and names file and line. In watch mode each edit of a program or a source is one
 * build. Vite's dev server generates whenever one changes, and shows errors in the page.
 *
 * @example
 * export default { plugins: [lutraCodegen()] };
 */
export function lutraCodegen(options: PluginOptions = {}): RollupPlugin {
  let stopWatching: (() => void) | undefined;
  let watched: BuildWatch | undefined;
  return {
    name: "lutra-codegen",
    async buildStart() {
      if (stopWatching !== undefined) return;
      let found: Findings;
      if (this.meta.watchMode) {
        watched ??= new BuildWatch(options);
        this.addWatchFile(watched.signalPath);
        found = await watched.findings();
      } else {
        found = await generateOnce(this);
      }
      const { errors, warnings } = found;
      for (const warning of warnings) this.warn(warning);
      if (errors.length > 0) this.error(errors.join("\n"));
    },
    async configureServer(server) {
      stopWatching = await watchBesideServer(options, server);
    },
    closeBundle() {
      stopWatching?.();
    },
    closeWatcher() {
      watched?.close();
    },
  };

  /**
   * Generates once for a build, and adds the inputs to the files that the bundler watches, for callers that ask it for
   * these.
   */
  async function generateOnce(context: BuildContext): Promise<Findings> {
    const pass = await runBuildPass(options);
    for (const path of [...pass.files, ...pass.folders]) context.addWatchFile(path);
    return pass;
  }
}
