import { runBuildPass } from "./build-pass.ts";
import { BuildWatch } from "./build-watch.ts";
import type { Findings } from "./findings.ts";
import type { PluginOptions } from "./plugin-options.ts";

/** Part of a compilation of webpack and Rspack that the plugin uses. */
interface Compilation {
  readonly errors: { push(error: Error): unknown };
  readonly warnings: { push(warning: Error): unknown };
  readonly fileDependencies: { add(path: string): unknown };
}

interface AsyncHook {
  tapPromise(name: string, run: () => Promise<void>): void;
}

/** Part of a compiler of webpack and Rspack that the plugin uses. */
interface Compiler {
  readonly hooks: {
    readonly beforeRun: AsyncHook;
    readonly watchRun: AsyncHook;
    readonly watchClose: { tap(name: string, run: () => void): void };
    readonly thisCompilation: {
      tap(name: string, run: (compilation: Compilation) => void): void;
    };
  };
}

const name = "lutra-codegen";

/**
 * Plugin for webpack and Rspack that generates modules before each build.
 *
 * Errors of generation are errors of the build, with file and line. In watch mode each edit of a program or a source
 * is one build.
 *
 * @example
 * export default { plugins: [new LutraCodegenPlugin()] };
 */
export class LutraCodegenPlugin {
  readonly #options: PluginOptions;

  constructor(options: PluginOptions = {}) {
    this.#options = options;
  }

  /** Registers the plugin; called by the bundler. */
  apply({ hooks }: Compiler): void {
    let found: Findings;
    let watched: BuildWatch | undefined;
    hooks.beforeRun.tapPromise(name, async () => {
      found = await runBuildPass(this.#options);
    });
    hooks.watchRun.tapPromise(name, async () => {
      watched ??= new BuildWatch(this.#options);
      found = await watched.findings();
    });
    hooks.watchClose.tap(name, () => watched?.close());
    hooks.thisCompilation.tap(name, (compilation) => {
      for (const text of found.errors) compilation.errors.push(new Error(`${name}: ${text}`));
      for (const text of found.warnings) compilation.warnings.push(new Error(`${name}: ${text}`));
      if (watched !== undefined) compilation.fileDependencies.add(watched.signalPath);
    });
  }
}
