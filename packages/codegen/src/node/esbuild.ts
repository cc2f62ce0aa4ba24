/**
 * Plugin for esbuild and Bun.
 *
 * @module
 */
export { type EsbuildPlugin, lutraCodegen } from "./plugin/esbuild-plugin.ts";
export type { PluginOptions } from "./plugin/plugin-options.ts";
