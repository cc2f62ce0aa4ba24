/**
 * TypeScript for compiled Lutra programs: bytes in, the text of a module out.
 *
 * @module
 */
export { CodegenError } from "./codegen-error.ts";
export type { InputFile } from "./input/artefact-groups.ts";
export type {
  CompiledSource,
  NativeSource,
  ProgramSource,
  SourceFile,
} from "./input/program-source.ts";
export { type ArtefactOptions, readArtefacts } from "./input/read-artefacts.ts";
export { type Selection, selector } from "./input/select.ts";
export { sha256 } from "./input/sha256.ts";
export { generateModule } from "./module/generate.ts";
export { isGenerated } from "./module/header.ts";
export type { ValueOptions } from "./types/value-options.ts";
export type { GeneratedModule, ModuleOptions } from "./module/options.ts";
