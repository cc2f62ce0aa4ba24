/**
 * The `lutra-runner` command as a function.
 *
 * @module
 */
export type { Io, Output } from "./io.ts";
export { main } from "./main-command.ts";
