/**
 * Text of values and types: Lutra literals, JSON, CSV and tables.
 *
 * @module
 */
export type { RenderOptions } from "./render/options.ts";
export { renderSource } from "./render/render-source.ts";
export { renderType } from "./render/render-type.ts";
