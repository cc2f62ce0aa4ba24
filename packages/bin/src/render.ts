/**
 * Text of values and types: Lutra literals, JSON, CSV and tables.
 *
 * @module
 */
export type { RenderOptions } from "./render/options.ts";
export { renderCsv } from "./render/render-csv.ts";
export { renderJson, type RenderJsonOptions } from "./render/render-json.ts";
export { renderSource } from "./render/render-source.ts";
export { renderTable, type RenderTableOptions } from "./render/render-table.ts";
export { renderType } from "./render/render-type.ts";
