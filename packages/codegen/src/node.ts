/**
 * Generation of modules from files: the command, passes and watching.
 *
 * @module
 */
export { type CommandIo, main } from "./node/command.ts";
export { readConfig } from "./node/config-file.ts";
export type { OutputConfig } from "./node/output-config.ts";
export { generate, type OutputResult, type PassOptions } from "./node/pass.ts";
export { watch, type WatchOptions } from "./node/watch.ts";
