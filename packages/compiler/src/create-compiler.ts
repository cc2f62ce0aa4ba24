import {
  type IrModule,
  irModuleCodec,
  type ProgramType,
  programTypeCodec,
} from "@lutra/bin/program";
import { type Program, programFromBytes, type ProgramKind } from "@lutra/runner-core";
import { checkedDuration, checkedLimit } from "@lutra/runner-core/transport";
import { CompilerWorker, type WorkerLike } from "./compiler-worker.ts";
import { type Definition, readDefinitions, readSymbol, type SymbolAt } from "./definition.ts";
import { CompileError, type Diagnostic, readDiagnostics } from "./diagnostic.ts";
import { collectFaults } from "./faults/collect-faults.ts";
import { Operation } from "./messages.ts";
import { bytesBefore, checkSize, SourceFiles, sourceFiles, type Sources } from "./sources.ts";

/** Options of `createCompiler`. */
export interface CompilerOptions {
  /**
   * Creates the worker that compiles, whose module calls `serveCompiler`. Called at the first request, and after a
   * crash.
   */
  readonly worker: () => WorkerLike;
  /** The compiler itself, or its URL. @default the file beside the worker */
  readonly wasm?: WebAssembly.Module | string;
  /**
   * Maximum number of milliseconds for one request; its worker is terminated then. `Infinity` for no limit. @default
   * 10000
   */
  readonly timeoutMs?: number;
  /** Maximum number of bytes that the sources of a project have. @default 1 MiB */
  readonly maxSourceBytes?: number;
}

/** Options of `Compiler.check` and `Compiler.diagnose`. */
export interface CheckOptions {
  /**
   * Source of what a runner offers, as its `getInterface` says. Its definitions are in the module `runner`, unless the
   * sources have one of that name. Faults in it are in the file `interface of the runner`.
   */
  readonly interface?: string;
}

/** Options of `Project.compile`. */
export interface CompileOptions {
  /**
   * Functions and modules that the runner has, as its `getExternals` says, in addition to those of its kind:
   * `["std::fs", "acme::geometry"]`. A `repr:` in it is ignored.
   */
  readonly externals?: readonly string[];
}

/** A compiled program and its types. */
export interface CompileResult {
  readonly program: Program;
  readonly type: ProgramType;
  /** Bytes of `program-type.ld`. */
  readonly typeBytes: Uint8Array<ArrayBuffer>;
}

/** Sources that were checked. */
export interface Project {
  /** Functions, types and constants, in the order of the sources; those of the standard library left out. */
  readonly definitions: readonly Definition[];
  /** Types of all definitions, with layouts. */
  readonly types: IrModule;
  /**
   * Compiles a function, by its path (`main`, `movies::best`), or an expression that gives one.
   *
   * @throws CompileError with the faults that only show for this program or kind
   * @throws RunnerError `COMPILER_CRASHED`, `TIMEOUT`
   * @throws TypeError for a kind that does not exist
   */
  compile(program: string, kind: ProgramKind, options?: CompileOptions): Promise<CompileResult>;
  /** Finds what a name refers to, by its place: a file, and UTF-16 code units from its start. */
  definitionAt(place: {
    readonly file: string;
    readonly offset: number;
  }): Promise<SymbolAt | undefined>;
}

/** Lutra's compiler. */
export interface Compiler extends AsyncDisposable {
  /**
   * Checks sources.
   *
   * @throws CompileError with all faults, in the order of the sources
   * @throws RunnerError `COMPILER_CRASHED` with the compiler's own text, `TIMEOUT`, `LIMIT_EXCEEDED`
   */
  check(sources: Sources, options?: CheckOptions): Promise<Project>;
  /** Returns the faults of sources; none if they are right. */
  diagnose(sources: Sources, options?: CheckOptions): Promise<readonly Diagnostic[]>;
  /**
   * Returns a source in its standard form.
   *
   * @param file name of the source in diagnostics. @default "main.lt"
   * @throws CompileError if it cannot be parsed
   */
  format(source: string, file?: string): Promise<string>;
  /** Terminates the worker. */
  close(): Promise<void>;
}

type Faults = readonly Diagnostic[];

const tags: Readonly<Record<ProgramKind, string>> = {
  sqlPostgres: "repr:sql-pg",
  sqlDuckDb: "repr:sql-duckdb",
  bytecodeLt: "repr:bytecode-lt",
};

/** Modules that runners of a kind have, as the compiler assumes. */
const modulesOf: Readonly<Record<ProgramKind, readonly string[]>> = {
  sqlPostgres: ["std::sql"],
  sqlDuckDb: ["std::sql", "std::fs"],
  bytecodeLt: [],
};

/**
 * Creates a compiler in a worker. The worker starts at the first request; `close` ends it.
 *
 * @throws RangeError for an option out of range
 * @example
 * ```ts no-run
 * const worker = () =>
 *   new Worker(new URL("./compiler.worker.ts", import.meta.url), { type: "module" });
 * await using compiler = createCompiler({ worker });
 * const project = await compiler.check("func main(x: Int64) -> 3 * x");
 * const { program } = await project.compile("main", "bytecodeLt");
 * ```
 */
export function createCompiler(options: CompilerOptions): Compiler {
  const timeoutMs = checkedDuration("timeoutMs", options.timeoutMs ?? 10_000);
  const maxSourceBytes = checkedLimit("maxSourceBytes", options.maxSourceBytes ?? 1 << 20, {
    orInfinity: true,
  });
  const worker = new CompilerWorker(options.worker, options.wasm, timeoutMs);

  const request = async (
    operation: Operation,
    parts: readonly Uint8Array[],
    files: SourceFiles,
  ): Promise<readonly Uint8Array<ArrayBuffer>[]> => {
    const [outcome, ...results] = await worker.call({ operation, parts });
    if (new TextDecoder().decode(outcome) === "ok") return results;
    throw new CompileError(readDiagnostics(results[0]!, files));
  };

  const checkFiles = async (files: SourceFiles): ReturnType<typeof request> => {
    try {
      return await request(Operation.check, files.parts, files);
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
      const ends = performance.now() + timeoutMs;
      const again = async (texts: ReadonlyMap<string, string>): Promise<Faults | undefined> =>
        performance.now() < ends ? await faultsOf(files, texts) : undefined;
      throw new CompileError(await collectFaults(error.diagnostics, files.texts, again));
    }
  };

  /** Returns the faults of files with other texts; `undefined` if the compiler does not say. */
  const faultsOf = async (
    files: SourceFiles,
    texts: ReadonlyMap<string, string>,
  ): Promise<Faults | undefined> => {
    const changed = files.withTexts(texts);
    try {
      await request(Operation.check, changed.parts, changed);
      return [];
    } catch (error) {
      // What the compiler makes of the rest of a source is no fault of the source.
      if (!(error instanceof CompileError)) return undefined;
      return error.diagnostics.map((each) => ({
        ...each,
        range: each.range && files.sameRange(each.range),
        notes: each.notes.map((note) => ({
          ...note,
          range: note.range && files.sameRange(note.range),
        })),
      }));
    }
  };

  const check = async (sources: Sources, options: CheckOptions = {}): Promise<Project> => {
    const files = sourceFiles(sources, maxSourceBytes, options.interface);
    const [definitions, types] = await checkFiles(files);
    return {
      definitions: readDefinitions(definitions!, files),
      types: irModuleCodec.decode(types!),
      compile: async (program, kind, { externals = [] } = {}) => {
        if (!Object.hasOwn(tags, kind))
          throw new TypeError(
            `unknown kind of program: ${kind}; use ${Object.keys(tags).join(", ")}`,
          );
        checkSize([program], maxSourceBytes);
        const named = externals.filter((name) => !name.startsWith("repr:"));
        const lines = [tags[kind], ...modulesOf[kind], ...named].join("\n");
        const parts = [encode(program), encode(lines), ...files.parts];
        const [bytes, typeBytes] = await request(
          Operation.compile,
          parts,
          files.withExpression(program),
        );
        return {
          program: programFromBytes(bytes!),
          type: programTypeCodec.decode(typeBytes!),
          typeBytes: typeBytes!,
        };
      },
      definitionAt: async ({ file, offset }) => {
        const text = files.textOf(file);
        if (text === undefined) return undefined;
        const place = [files.numberOf(file), bytesBefore(text, offset)].map(fourBytes);
        const [symbol] = await request(Operation.symbol, [...place, ...files.parts], files);
        return readSymbol(symbol!, files);
      },
    };
  };

  const close = async (): Promise<void> => worker.close();
  return {
    check,
    diagnose: (sources, options) =>
      check(sources, options).then(
        () => [],
        (error: unknown) => {
          if (error instanceof CompileError) return error.diagnostics;
          throw error;
        },
      ),
    format: async (source, file = "main.lt") => {
      const files = sourceFiles({ [file]: source }, maxSourceBytes);
      const [text] = await request(Operation.format, [encode(source)], files);
      return new TextDecoder("utf-8", { ignoreBOM: true }).decode(text);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function fourBytes(value: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}
