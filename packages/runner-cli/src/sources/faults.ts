import { CompileError, type Diagnostic, renderDiagnostic, type SourceRange } from "@lutra/compiler";
import { SourceErrors } from "../errors/source-errors.ts";
import type { Io, Output } from "../io.ts";
import { shownPath, type SourceProject } from "./project.ts";

/** Texts by name, of sources that are in no file: an expression of the command line. */
export type Texts = Readonly<Record<string, string>>;

/**
 * Calls `work`, and turns the compiler's refusal into an error that shows all faults.
 *
 * @throws SourceErrors
 */
export async function showingFaults<T>(
  project: SourceProject,
  io: Pick<Io, "stderr" | "env">,
  work: () => Promise<T>,
  extra: Texts = {},
): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof CompileError)) throw cause;
    throw new SourceErrors(faultsText(project, cause.diagnostics, io, extra), { cause });
  }
}

/** Returns diagnostics whose files are paths as the user would write them, with notes on what to do. */
export function shownFaults(
  project: SourceProject,
  faults: readonly Diagnostic[],
  extra: Texts = {},
): readonly Diagnostic[] {
  const texts: Texts = { ...project.sources, ...extra };
  const shown = (range: SourceRange | undefined): SourceRange | undefined =>
    range && { ...range, file: shownPath(project, range.file) };
  return faults.map((each) => ({
    ...each,
    range: shown(each.range),
    notes: [
      ...each.notes.map((note) => ({ ...note, range: shown(note.range) })),
      ...adviceOn(each, texts).map((message) => ({ message, range: undefined })),
    ],
  }));
}

/** Returns what to do about a fault whose message does not say. */
function adviceOn({ message, range }: Diagnostic, texts: Texts): readonly string[] {
  // Numbers and empty lists have no type of their own.
  if (message.startsWith("cannot infer type"))
    return ["say which type it has, as in `1: Int64` or `[]: [Text]`"];
  const name = range && texts[range.file]?.slice(range.start.offset, range.end.offset);
  if (/^unknown name|^name does not exist/.test(message) && name?.startsWith("runner::"))
    return [
      "the runner offers the names of `runner`: `lutra-runner interface --runner URL` prints them",
    ];
  return [];
}

/** Draws faults with the lines of the sources, and counts them. */
export function faultsText(
  project: SourceProject,
  faults: readonly Diagnostic[],
  { stderr, env }: Pick<Io, "stderr" | "env">,
  extra: Texts = {},
): string {
  const texts = Object.fromEntries(
    Object.entries(project.sources).map(([name, text]) => [shownPath(project, name), text]),
  );
  const color = hasColor(stderr, env);
  const drawn = shownFaults(project, faults, extra).map(
    (fault) => `${renderDiagnostic(fault, { ...texts, ...extra }, { color })}\n`,
  );
  return `${drawn.join("\n")}\n${faults.length === 1 ? "1 fault" : `${faults.length} faults`}\n`;
}

/** Returns `true` if a stream takes colours. Many commands respect `NO_COLOR`. */
function hasColor({ isTerminal }: Output, env: Io["env"]): boolean {
  return isTerminal && (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb";
}
