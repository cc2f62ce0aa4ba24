/**
 * Plugin for Vite, Rollup and Rolldown.
 *
 * @module
 */
export { lutraCodegen, type RollupPlugin } from "./plugin/rollup-plugin.ts";
export type { PluginOptions } from "./plugin/plugin-options.ts";
