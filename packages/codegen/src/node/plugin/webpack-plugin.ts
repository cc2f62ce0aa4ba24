import { type BuildPass, runBuildPass } from "./build-pass.ts";
import type { PluginOptions } from "./plugin-options.ts";

/** Part of a compilation of webpack and Rspack that the plugin uses. */
interface Compilation {
  readonly errors: { push(error: Error): unknown };
  readonly warnings: { push(warning: Error): unknown };
  readonly fileDependencies: { add(path: string): unknown };
  readonly contextDependencies: { add(path: string): unknown };
}

interface AsyncHook {
  tapPromise(name: string, run: () => Promise<void>): void;
}

/** Part of a compiler of webpack and Rspack that the plugin uses. */
interface Compiler {
  readonly hooks: {
    readonly beforeRun: AsyncHook;
    readonly watchRun: AsyncHook;
    readonly thisCompilation: {
      tap(name: string, run: (compilation: Compilation) => void): void;
    };
  };
}

const name = "lutra-codegen";

/**
 * Plugin for webpack and Rspack that generates modules before each build.
 *
 * Errors of generation are errors of the build, with file and line. In watch mode the programs and sources count as files
 * of the build.
 *
 * @example
 * export default { plugins: [new LutraCodegenPlugin()] };
 */
export class LutraCodegenPlugin {
  readonly #options: PluginOptions;

  constructor(options: PluginOptions = {}) {
    this.#options = options;
  }

  /** Called by the bundler. */
  apply({ hooks }: Compiler): void {
    let pass: BuildPass | undefined;
    const run = async (): Promise<void> => {
      pass = await runBuildPass(this.#options);
    };
    hooks.beforeRun.tapPromise(name, run);
    hooks.watchRun.tapPromise(name, run);
    hooks.thisCompilation.tap(name, (compilation) => {
      const { errors, warnings, files, folders } = pass!;
      for (const text of errors) compilation.errors.push(new Error(`${name}: ${text}`));
      for (const text of warnings) compilation.warnings.push(new Error(`${name}: ${text}`));
      for (const path of files) compilation.fileDependencies.add(path);
      for (const path of folders) compilation.contextDependencies.add(path);
    });
  }
}
