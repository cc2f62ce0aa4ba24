/**
 * Code of codecs as text, for generators.
 *
 * @module
 */
export { emitModule, type ModuleText, type ModuleTextOptions } from "./emit/module-text.ts";
