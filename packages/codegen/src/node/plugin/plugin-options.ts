import type { ProjectOptions } from "../project-pass.ts";

/**
 * Settings of a plugin. By default it generates what `lutra.codegen.json` in the current folder lists; `check: true`
 * writes nothing and fails the build if a module is stale, for builds that must not change files.
 */
export type PluginOptions = ProjectOptions;
