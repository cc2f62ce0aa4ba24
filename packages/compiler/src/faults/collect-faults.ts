import type { Diagnostic } from "../diagnostic.ts";
import type { SourceRange } from "../sources.ts";
import { type ScannedDefinition, scanDefinitions } from "./scan-definitions.ts";

/** Maximum number of times that sources are checked to find more faults. */
const maxRounds = 30;

/** Code of the faults of syntax. */
const syntax = "E0003";

/**
 * Returns all faults of sources, where the compiler stops at the first ones: definitions with a fault are blanked out, and the
 * rest is checked again. Faults that only say that a blanked name is missing are left out.
 *
 * @param first faults that the compiler found
 * @param texts sources by file
 * @param check returns the faults of changed sources, whose texts have the same length as before; `undefined` ends the search
 * @returns faults in the order of the sources, then of their places
 */
export async function collectFaults(
  first: readonly Diagnostic[],
  texts: ReadonlyMap<string, string>,
  check: (texts: ReadonlyMap<string, string>) => Promise<readonly Diagnostic[] | undefined>,
): Promise<readonly Diagnostic[]> {
  const faults = new Map<string, Diagnostic>();
  const blanked = new Blanked(texts);
  let found: readonly Diagnostic[] | undefined = first;
  let before = texts;
  for (let round = 0; found !== undefined && found.length > 0 && round < maxRounds; round++) {
    for (const fault of found) {
      if (!blanked.explains(fault)) faults.set(keyOf(fault), fault);
    }
    for (const fault of found) blanked.blank(fault);
    const after = blanked.balanced();
    const hasChanged = [...after].some(([file, text]) => before.get(file) !== text);
    before = after;
    found = hasChanged ? await check(after) : undefined;
  }
  const files = [...texts.keys()];
  const place = ({ range }: Diagnostic): readonly [number, number] =>
    range === undefined ? [-1, 0] : [files.indexOf(range.file), range.start.offset];
  return [...faults.values()].toSorted((a, b) => {
    const [[fileA, startA], [fileB, startB]] = [place(a), place(b)];
    return fileA - fileB || startA - startB;
  });
}

function keyOf({ message, range }: Diagnostic): string {
  return `${range?.file}\n${range?.start.offset}\n${message}`;
}

/** Sources without their faulty definitions. */
class Blanked {
  readonly #originals: ReadonlyMap<string, string>;
  readonly #definitions: ReadonlyMap<string, readonly ScannedDefinition[]>;
  readonly #texts: Map<string, string>;
  readonly #names = new Set<string>();
  /** Definitions that are declarations now, without a body. */
  readonly #declared = new Set<ScannedDefinition>();
  readonly #gone = new Set<ScannedDefinition>();
  /** `true` if definitions may be in another module now, so that names may be missing for that. */
  #hasMovedEnds = false;

  constructor(texts: ReadonlyMap<string, string>) {
    this.#originals = texts;
    this.#texts = new Map(texts);
    this.#definitions = new Map(
      [...texts].map(([file, text]) => [file, scanDefinitions(text).definitions] as const),
    );
  }

  /** Closes modules whose end was lost with what was blanked, and returns a copy of the texts. */
  balanced(): ReadonlyMap<string, string> {
    for (const [file, text] of this.#texts) {
      const { strayBraces, openModules } = scanDefinitions(text);
      let balanced = text;
      for (const at of strayBraces) balanced = `${balanced.slice(0, at)} ${balanced.slice(at + 1)}`;
      this.#texts.set(file, balanced + "}".repeat(openModules));
      if (openModules > 0) this.#hasMovedEnds = true;
    }
    return new Map(this.#texts);
  }

  /** Returns `true` if a fault is there only because something is blank. */
  explains(fault: Diagnostic): boolean {
    const { code, message, range } = fault;
    if (range === undefined) return false;
    if (this.#hasMovedEnds && code !== syntax) return true;
    const definition = this.#definitionOf(fault, range);
    if (definition !== undefined && (this.#declared.has(definition) || this.#gone.has(definition)))
      return true;
    if (!/^(?:unknown name|name does not exist)/.test(message)) return false;
    const text = this.#originals.get(range.file)?.slice(range.start.offset, range.end.offset) ?? "";
    return text.split(/[^\p{L}\p{N}_$]+/u).some((name) => this.#names.has(name));
  }

  /** Takes the definition with a fault out, if there is one. */
  blank(fault: Diagnostic): void {
    const { range } = fault;
    if (range === undefined) return;
    const definition = this.#definitionOf(fault, range);
    if (definition === undefined || this.#gone.has(definition)) return;
    const text = this.#texts.get(range.file)!;
    const { keywordStart, end, arrow } = definition;
    const canDeclare =
      arrow !== undefined && range.start.offset > arrow && !this.#declared.has(definition);
    const declaration = canDeclare
      ? declarationOf(text.slice(keywordStart, end), arrow - keywordStart)
      : undefined;
    if (declaration === undefined) {
      this.#gone.add(definition);
      for (const name of definition.names) this.#names.add(name);
    } else {
      this.#declared.add(definition);
    }
    // Documentation goes with its definition: alone it is a fault.
    const start = declaration === undefined ? definition.start : keywordStart;
    const rest = declaration ?? spaces(text.slice(start, end));
    this.#texts.set(range.file, text.slice(0, start) + rest + text.slice(end));
  }

  /** Finds the definition that a fault is about. */
  #definitionOf({ code }: Diagnostic, range: SourceRange): ScannedDefinition | undefined {
    const { file, start, end } = range;
    const all = this.#definitions.get(file) ?? [];
    const found =
      code === syntax
        ? this.#unfinished(all, start.offset)
        : onlyOne(all.filter((each) => each.start < end.offset && each.end > start.offset));
    // The head of a module holds others.
    return found?.keyword === "module" ? undefined : found;
  }

  /** Finds the definition in which parsing failed: where a new one begins, the one before it lacks its end. */
  #unfinished(all: readonly ScannedDefinition[], offset: number): ScannedDefinition | undefined {
    const here = all.findLast((each) => each.start <= offset);
    if (here === undefined || offset > here.nameStart) return here;
    const before = all.slice(0, all.indexOf(here));
    return before.findLast((each) => !this.#gone.has(each) && each.keyword !== "module") ?? here;
  }
}

function onlyOne<T>(items: readonly T[]): T | undefined {
  return items.length === 1 ? items[0] : undefined;
}

/** Returns a function without its body, in the same length, so that its callers can be checked; `undefined` if it does not fit. */
function declarationOf(text: string, arrow: number): string | undefined {
  const declaration = `external ${text.slice(0, arrow)}`;
  if (declaration.length > text.length) return undefined;
  return declaration + spaces(text.slice(declaration.length));
}

/** Returns as many spaces, with the lines kept. */
function spaces(text: string): string {
  return text.replaceAll(/[^\n]/g, " ");
}
