import type { ProgramType } from "@lutra/bin/program";
import type { ProgramKind } from "@lutra/runner-core";

/** A compiler of `.lt` sources: the package `@lutra/compiler`, or another. */
export interface SourceCompiler extends AsyncDisposable {
  /**
   * Checks sources.
   *
   * @param sources texts by path
   * @throws CodegenError with the messages of the compiler
   */
  check(sources: Readonly<Record<string, string>>): Promise<SourceProject>;
}

/** Sources that were checked. */
export interface SourceProject {
  readonly functions: readonly SourceFunction[];
  /** Functions that the host has: `external func`. */
  readonly externals: readonly SourceFunction[];
  /**
   * Compiles a function, or one of the externals.
   *
   * @param natives modules of externals that the runner has
   * @throws Error with the message of the compiler, if the function cannot be compiled for this kind
   */
  compile(
    path: readonly string[],
    kind: ProgramKind,
    natives: readonly string[],
  ): Promise<CompiledFunction>;
}

/** A function of a project. */
export interface SourceFunction {
  readonly path: readonly string[];
  readonly docs: string | undefined;
  readonly parameters: readonly (string | undefined)[];
  /** Types of it are parameters, or values of it are functions, so there is no program. */
  readonly isGeneric: boolean;
}

/** A program and its types. */
export interface CompiledFunction {
  readonly bytes: Uint8Array;
  readonly types: ProgramType;
}
