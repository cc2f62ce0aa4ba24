import type { ProgramType } from "@lutra/bin/program";
import { programTypeCodec } from "@lutra/bin/program";
import { CompileError, type Compiler, type Definition, type Diagnostic } from "@lutra/compiler";
import type { Project } from "@lutra/compiler";
import { type Program, programFromBytes, type ProgramKind } from "@lutra/runner-core";
import type { Showcase } from "../showcases.ts";

/** A program that is ready to run, and its types. */
export interface Compiled {
  readonly program: Program;
  readonly type: ProgramType;
}

/** Findings in a source. */
export interface Checked {
  readonly diagnostics: readonly Diagnostic[];
  readonly definitions: readonly Definition[];
}

const nothing: Checked = { diagnostics: [], definitions: [] };

/** Thrown if an edited source is run in a page that has no compiler. */
export class NoCompilerError extends Error {
  constructor() {
    super(
      "This page was built without the compiler, so only unchanged showcases run. Build it with: npm run build:compiler",
    );
  }
}

/** Checks and compiles what the editor holds. Showcases that were not changed need no compiler. */
export class Workbench {
  readonly #compiler: Compiler | undefined;
  #checked: { readonly source: string; readonly project: Promise<Project> } | undefined;
  #showcase: { readonly showcase: Showcase; readonly source: string } | undefined;

  constructor(compiler: Compiler | undefined) {
    this.#compiler = compiler;
  }

  /** True if sources can be edited. */
  get hasCompiler(): boolean {
    return this.#compiler !== undefined;
  }

  /** Tells which showcase the editor shows, so that its compiled programs are used while it is unchanged. */
  show(showcase: Showcase, source: string): void {
    this.#showcase = { showcase, source };
  }

  /** Checks a source. */
  async check(source: string): Promise<Checked> {
    if (this.#compiler === undefined) return nothing;
    try {
      const project = await this.#project(this.#compiler, source);
      return { diagnostics: [], definitions: project.definitions };
    } catch (error) {
      if (error instanceof CompileError) return { ...nothing, diagnostics: error.diagnostics };
      throw error;
    }
  }

  /**
   * Compiles a function of a source.
   *
   * @throws CompileError with the faults of the source
   * @throws NoCompilerError if the source is not that of a showcase and there is no compiler
   */
  async compile(source: string, name: string, kind: ProgramKind): Promise<Compiled> {
    if (this.#compiler !== undefined) {
      const project = await this.#project(this.#compiler, source);
      return project.compile(name, kind);
    }
    if (this.#showcase?.source !== source) throw new NoCompilerError();
    const { showcase } = this.#showcase;
    const [bytes, type] = await Promise.all([showcase.program(kind), showcase.type()]);
    if (bytes === undefined) throw new Error("This program does not compile for this engine.");
    return { program: programFromBytes(bytes), type: programTypeCodec.decode(type) };
  }

  /** Returns a source in its standard form. */
  async format(source: string): Promise<string> {
    if (this.#compiler === undefined) throw new NoCompilerError();
    return this.#compiler.format(source);
  }

  /** Checks a source once, however many ask. */
  #project(compiler: Compiler, source: string): Promise<Project> {
    if (this.#checked?.source !== source)
      this.#checked = { source, project: compiler.check(source) };
    return this.#checked.project;
  }
}
