import type { BytePlace, SourceFiles, SourceRange } from "./sources.ts";

/** A fault that the compiler found in a source. */
export interface Diagnostic {
  /** The compiler's code, such as `E0003`. */
  readonly code: string | undefined;
  readonly message: string;
  /** Absent if the fault has no place in the sources. */
  readonly range: SourceRange | undefined;
  readonly notes: readonly DiagnosticNote[];
}

/** A further remark on a fault. */
export interface DiagnosticNote {
  readonly message: string;
  readonly range: SourceRange | undefined;
}

/** A `Diagnostic` as the Rust side writes it. */
interface RawDiagnostic {
  readonly code?: string;
  readonly message: string;
  readonly place?: BytePlace;
  readonly notes: readonly { readonly message: string; readonly place?: BytePlace }[];
}

/** Reads the diagnostics of a response. */
export function readDiagnostics(json: Uint8Array, files: SourceFiles): Diagnostic[] {
  const raw = (JSON.parse(new TextDecoder().decode(json)) as readonly RawDiagnostic[]).flatMap(
    apart,
  );
  const range = (place: BytePlace | undefined): SourceRange | undefined =>
    place && files.rangeOf(place);
  return raw.map(({ code, message, place, notes }) => ({
    code,
    message,
    range: range(place),
    notes: notes.map((note) => ({ message: note.message, range: range(note.place) })),
  }));
}

/** Takes apart what the compiler says in one message about all functions that a kind of runner lacks, each as often as used. */
function apart(diagnostic: RawDiagnostic): readonly RawDiagnostic[] {
  const { code, message, place } = diagnostic;
  if (code !== undefined || place !== undefined) return [diagnostic];
  return [...new Set(message.split("\n"))].map((line) => ({ ...diagnostic, message: line }));
}

/** Thrown for sources that cannot be compiled or formatted. */
export class CompileError extends Error {
  override readonly name = "CompileError" as const;
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(inOneLine).join("\n"));
    this.diagnostics = diagnostics;
  }
}

function inOneLine({ message, range }: Diagnostic): string {
  if (range === undefined) return message;
  return `${range.file}:${range.start.line}:${range.start.column}: ${message}`;
}
