/**
 * Lutra's compiler as WebAssembly in a worker: checks, compiles and formats sources.
 *
 * @module
 */
export { compilerCrashed, compilerMissing, type WorkerLike } from "./compiler-worker.ts";
export {
  type CheckOptions,
  type CompileOptions,
  type Compiler,
  type CompileResult,
  type CompilerOptions,
  createCompiler,
  type Project,
} from "./create-compiler.ts";
export type { Definition, SymbolAt } from "./definition.ts";
export { CompileError, type Diagnostic, type DiagnosticNote } from "./diagnostic.ts";
export { renderDiagnostic, type RenderDiagnosticOptions } from "./render-diagnostic.ts";
export type { Position, SourceRange, Sources } from "./sources.ts";
