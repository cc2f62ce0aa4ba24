/**
 * Programs and clients of generated code. Made for the output of generators, which keeps running with later versions: a
 * change that would break it comes under another name.
 *
 * @module
 */
export { type EmbeddedProgram, embeddedProgram } from "./generated/embedded-program.ts";
export { ModuleClient } from "./generated/module-client.ts";
export { ModuleClientSync } from "./generated/module-client-sync.ts";
export {
  chooseProgram,
  type PortableProgram,
  portableProgram,
} from "./generated/portable-program.ts";
export {
  isProgramReference,
  type ProgramReference,
  programReference,
} from "./generated/program-reference.ts";
