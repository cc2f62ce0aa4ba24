/**
 * Text of values and types: Lutra literals, JSON, CSV and tables.
 *
 * @module
 */
export { escapeControls, type EscapeControlsOptions } from "./text/escape-controls.ts";
export type { RenderOptions } from "./text/render/render-options.ts";
export { renderCsv } from "./text/render/render-csv.ts";
export { renderJson, type RenderJsonOptions } from "./text/render/render-json.ts";
export { renderSource } from "./text/render/render-source.ts";
export { renderTable, type RenderTableOptions } from "./text/render/render-table.ts";
export { renderType } from "./text/render/render-type.ts";
