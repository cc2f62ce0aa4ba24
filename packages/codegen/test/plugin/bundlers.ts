import { createRequire } from "node:module";
import { until } from "@lutra-internal/testing";
import * as esbuild from "esbuild";
import { rollup, watch as watchRollup, type RollupOptions } from "rollup";
import { build as buildVite, createLogger, type InlineConfig, type Rolldown } from "vite";
import webpack from "webpack";
import type { PluginOptions } from "../../src/node/vite.ts";
import { lutraCodegen as esbuildPlugin } from "../../src/node/esbuild.ts";
import { lutraCodegen as rollupPlugin } from "../../src/node/vite.ts";
import { LutraCodegenPlugin } from "../../src/node/webpack.ts";
import type { ProjectFolder } from "../support/project.ts";

/** Messages of a build. */
export interface BuildLog {
  /** Messages of all errors, an empty string if there are none. */
  readonly errors: string;
  readonly warnings: readonly string[];
}

/** A bundler of `src/main.ts`, to `dist/main.js`. */
export interface Bundler {
  readonly name: string;
  /** Builds once. */
  readonly build: (project: ProjectFolder, options: PluginOptions) => Promise<BuildLog>;
  /**
   * Builds now and after each change.
   *
   * @param onBuild called after each build
   * @returns a function that ends it
   */
  readonly watch: (
    project: ProjectFolder,
    options: PluginOptions,
    onBuild: (log: BuildLog) => void,
  ) => Promise<() => Promise<void>>;
}

async function messageOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}

const viteConfig = (
  project: ProjectFolder,
  options: PluginOptions,
  onWarning: (text: string) => void,
): InlineConfig => ({
  root: project.folder,
  configFile: false,
  customLogger: { ...createLogger("silent"), warn: onWarning, warnOnce: onWarning },
  plugins: [rollupPlugin(options)],
  build: {
    lib: { entry: "src/main.ts", formats: ["es"], fileName: () => "main.js" },
    minify: false,
    rolldownOptions: { external: /^@lutra/ },
  },
});

const vite: Bundler = {
  name: "Vite",
  build: async (project, options) => {
    const warnings: string[] = [];
    const config = viteConfig(project, options, (text) => warnings.push(text));
    return { errors: await messageOf(buildVite(config)), warnings };
  },
  watch: async (project, options, onBuild) => {
    const warnings: string[] = [];
    const config = viteConfig(project, options, (text) => warnings.push(text));
    const watcher = (await buildVite({
      ...config,
      build: { ...config.build, watch: {} },
    })) as Rolldown.RolldownWatcher;
    let isBuilding = true;
    watcher.on("event", async (event) => {
      isBuilding = event.code !== "END" && event.code !== "ERROR";
      if (event.code === "BUNDLE_END" || event.code === "ERROR") {
        await event.result?.close();
        const errors = event.code === "ERROR" ? event.error.message : "";
        onBuild({ errors, warnings: warnings.splice(0) });
      }
    });
    return async () => {
      // A build that runs would go on after the end, and write.
      await until(() => !isBuilding);
      await watcher.close();
    };
  },
};

const rollupOptions = (
  project: ProjectFolder,
  options: PluginOptions,
  onWarning: (text: string) => void,
): RollupOptions => ({
  input: project.path("src/main.ts"),
  onwarn: ({ message }) => onWarning(message),
  external: /^@lutra/,
  plugins: [
    rollupPlugin(options),
    {
      name: "types",
      transform: async (code) => (await esbuild.transform(code, { loader: "ts" })).code,
    },
  ],
});

const rollupOutput = (project: ProjectFolder) => ({ file: project.path("dist/main.js") });

const rollupBundler: Bundler = {
  name: "Rollup",
  build: async (project, options) => {
    const warnings: string[] = [];
    const errors = await messageOf(
      (async () => {
        await using bundle = await rollup(
          rollupOptions(project, options, (text) => warnings.push(text)),
        );
        await bundle.write(rollupOutput(project));
      })(),
    );
    return { errors, warnings };
  },
  watch: async (project, options, onBuild) => {
    const output = rollupOutput(project);
    const warnings: string[] = [];
    const watched = rollupOptions(project, options, (text) => warnings.push(text));
    const watcher = watchRollup({ ...watched, output });
    let isBuilding = true;
    watcher.on("event", async (event) => {
      isBuilding = event.code !== "END" && event.code !== "ERROR";
      if (event.code === "BUNDLE_END" || event.code === "ERROR") {
        await event.result?.close();
        const errors = event.code === "ERROR" ? event.error.message : "";
        onBuild({ errors, warnings: warnings.splice(0) });
      }
    });
    return async () => {
      // A build that runs would go on after the end, and write.
      await until(() => !isBuilding);
      await watcher.close();
    };
  },
};

const esbuildOptions = (project: ProjectFolder, options: PluginOptions): esbuild.BuildOptions => ({
  absWorkingDir: project.folder,
  entryPoints: ["src/main.ts"],
  bundle: true,
  packages: "external",
  format: "esm",
  outdir: "dist",
  logLevel: "silent",
  plugins: [esbuildPlugin(options)],
});

const esbuildLog = ({ errors, warnings }: Pick<esbuild.BuildResult, "errors" | "warnings">) => ({
  errors: errors.map(({ text }) => text).join("\n"),
  warnings: warnings.map(({ text }) => text),
});

const esbuildBundler: Bundler = {
  name: "esbuild",
  build: async (project, options) => {
    const failure = (error: esbuild.BuildFailure): esbuild.BuildFailure => error;
    return esbuildLog(await esbuild.build(esbuildOptions(project, options)).catch(failure));
  },
  watch: async (project, options, onBuild) => {
    const base = esbuildOptions(project, options);
    const report: esbuild.Plugin = {
      name: "report",
      setup: (build) => {
        build.onEnd((result) => onBuild(esbuildLog(result)));
      },
    };
    const context = await esbuild.context({ ...base, plugins: [...base.plugins!, report] });
    await context.watch();
    return () => context.dispose();
  },
};

function webpackCompiler(project: ProjectFolder, options: PluginOptions): webpack.Compiler {
  const { resolve } = createRequire(import.meta.url);
  project.write(
    "types-loader.cjs",
    `const { transformSync } = require(${JSON.stringify(resolve("esbuild"))});
module.exports = (source) => transformSync(source, { loader: "ts" }).code;
`,
  );
  return webpack({
    mode: "production",
    context: project.folder,
    entry: "./src/main.ts",
    output: { path: project.path("dist"), filename: "main.js", module: true },
    experiments: { outputModule: true },
    optimization: { minimize: false },
    externals: /^@lutra/,
    externalsType: "module",
    module: { rules: [{ test: /\.ts$/, loader: project.path("types-loader.cjs") }] },
    plugins: [new LutraCodegenPlugin(options)],
  })!;
}

function webpackLog(failure: Error | null, stats: webpack.Stats | undefined): BuildLog {
  if (failure !== null) return { errors: failure.message, warnings: [] };
  const { errors, warnings } = stats!.compilation;
  return {
    errors: errors.map(({ message }) => message).join("\n"),
    warnings: warnings.map(({ message }) => message),
  };
}

const webpackBundler: Bundler = {
  name: "webpack",
  build: async (project, options) => {
    const compiler = webpackCompiler(project, options);
    const log = await new Promise<BuildLog>((resolve) => {
      compiler.run((failure, stats) => resolve(webpackLog(failure, stats)));
    });
    await new Promise<void>((resolve) => compiler.close(() => resolve()));
    return log;
  },
  watch: async (project, options, onBuild) => {
    const compiler = webpackCompiler(project, options);
    const watching = compiler.watch({}, (failure, stats) => onBuild(webpackLog(failure, stats)))!;
    return () => new Promise<void>((resolve) => watching.close(() => resolve()));
  },
};

/** All bundlers that there is a plugin for. */
export const bundlers: readonly Bundler[] = [vite, rollupBundler, esbuildBundler, webpackBundler];
