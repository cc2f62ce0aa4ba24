/**
 * Plugin for webpack and Rspack.
 *
 * @module
 */
export type { PluginOptions } from "./plugin/plugin-options.ts";
export { LutraCodegenPlugin } from "./plugin/webpack-plugin.ts";
