import type { Ty, TyDef } from "@lutra/bin";
import type { ProgramKind } from "@lutra/runner-core";

/** A function that is compiled, and all that is known of it. */
export interface ProgramSource {
  /** Modules and name, or the folder: `["movies", "search"]`, `["sales-report"]`. Names in the module are made of it. */
  readonly path: readonly string[];
  /** Name of the function in its source, for its documentation. */
  readonly functionName: string;
  readonly input: Ty;
  readonly output: Ty;
  readonly defs: readonly TyDef[];
  /** One program for each representation. */
  readonly programs: readonly CompiledSource[];
  /** Documentation comment, without its marks. */
  readonly docs?: string | undefined;
  /** Names of the parameters; `undefined` for one without a name. Absent if they are not known. */
  readonly parameters?: readonly (string | undefined)[] | undefined;
  /** Files that all this was read from, for the head of the module. */
  readonly files: readonly SourceFile[];
}

/** A function of the host that programs call. Its types are those that a program of it would have. */
export type NativeSource = Omit<ProgramSource, "files" | "programs">;

/** A program for one kind of runners. */
export interface CompiledSource {
  readonly kind: ProgramKind;
  readonly bytes: Uint8Array;
  /** SHA-256 of the bytes, 64 lower-case hexadecimal digits. */
  readonly hash: string;
}

/** A file that a module was generated from. */
export interface SourceFile {
  /** Path with slashes, from the folder of the module. */
  readonly path: string;
  /** SHA-256 of its bytes. */
  readonly hash: string;
}
