/**
 * Values from text: Lutra literals, JSON and CSV.
 *
 * @module
 */
export type { ParseOptions } from "./parse/options.ts";
export { ParseError } from "./parse/parse-error.ts";
export { parseCsv } from "./parse/parse-csv.ts";
export { parseJson } from "./parse/parse-json.ts";
export { parseSource } from "./parse/parse-source.ts";
