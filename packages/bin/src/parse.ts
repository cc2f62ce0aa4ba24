/**
 * Values from text: Lutra literals, JSON and CSV.
 *
 * @module
 */
export type { ParseOptions } from "./text/parse/parse-options.ts";
export { ParseError } from "./text/parse/parse-error.ts";
export { parseCsv } from "./text/parse/parse-csv.ts";
export { parseJson } from "./text/parse/parse-json.ts";
export { parseSource } from "./text/parse/parse-source.ts";
