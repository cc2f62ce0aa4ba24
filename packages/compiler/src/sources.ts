import { ErrorCode, RunnerError } from "@lutra/runner-core";

/**
 * Sources of a project: texts by path. A project of several files has its root in `module.lt`; one of a single file may
 * call it anything. A string is a project of one file called `main.lt`.
 */
export type Sources = string | Readonly<Record<string, string>>;

/** A place in a source. */
export interface Position {
  /** UTF-16 code units from the start of the source. */
  readonly offset: number;
  /** Line, from 1. */
  readonly line: number;
  /** UTF-16 code units from the start of the line, plus 1. */
  readonly column: number;
}

/** A part of a source. */
export interface SourceRange {
  readonly file: string;
  readonly start: Position;
  readonly end: Position;
}

/** A place as the compiler gives it: a numbered source, and bytes of UTF-8. */
export interface BytePlace {
  readonly source: number;
  readonly start: number;
  readonly end: number;
}

interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** Path by which the compiler finds the module of the file; empty for the root. @default path */
  readonly modulePath?: string;
}

/** Name of the source of what a runner offers, where faults in it are. */
const interfaceName = "interface of the runner";

/** Number that the compiler gives to the expression that is compiled. */
const expressionNumber = 0xffff;

/** Maximum number of bytes of UTF-8 that one UTF-16 code unit takes. */
const maxBytesPerUnit = 3;

/** Sources in the order in which the compiler numbers them. */
export class SourceFiles {
  readonly #files: readonly SourceFile[];
  readonly #expression: SourceFile | undefined;

  constructor(files: readonly SourceFile[], expression?: SourceFile) {
    this.#files = files;
    this.#expression = expression;
  }

  /** Paths and texts in turn, as a request has them. */
  get parts(): Uint8Array[] {
    return this.#files.flatMap(({ path, modulePath, text }) => [
      encode(modulePath ?? path),
      encode(text),
    ]);
  }

  /** Returns these sources with the expression that is compiled against them. */
  withExpression(text: string): SourceFiles {
    return new SourceFiles(this.#files, { path: "expression", text });
  }

  /** Texts by path. */
  get texts(): ReadonlyMap<string, string> {
    return new Map(this.#files.map(({ path, text }) => [path, text]));
  }

  /** Returns these files with other texts. */
  withTexts(texts: ReadonlyMap<string, string>): SourceFiles {
    return new SourceFiles(
      this.#files.map((file) => ({ ...file, text: texts.get(file.path) ?? file.text })),
    );
  }

  /** Returns the text of a file; `undefined` if there is none. */
  textOf(path: string): string | undefined {
    return [...this.#files, this.#expression].find((file) => file?.path === path)?.text;
  }

  /** Returns the number of a file, or -1. */
  numberOf(path: string): number {
    return this.#files.findIndex((file) => file.path === path);
  }

  /** Returns a range of changed texts in these ones: offsets are the same, lines may not be. */
  sameRange({ file, start, end }: SourceRange): SourceRange {
    const text = this.textOf(file) ?? "";
    const [from, to] = [start, end].map(({ offset }) => Math.min(offset, text.length));
    return { file, start: positionAt(text, from!), end: positionAt(text, to!) };
  }

  /** Returns the range of a place; `undefined` if it is in the standard library. */
  rangeOf({ source, start, end }: BytePlace): SourceRange | undefined {
    const file = source === expressionNumber ? this.#expression : this.#files[source];
    if (file === undefined) return undefined;
    return {
      file: file.path,
      start: positionAt(file.text, unitsOf(file.text, start)),
      end: positionAt(file.text, unitsOf(file.text, end)),
    };
  }
}

/**
 * Reads sources.
 *
 * @param offered source of what a runner offers, which becomes a submodule
 * @throws RunnerError `LIMIT_EXCEEDED` if they have more than `maxSourceBytes`
 */
export function sourceFiles(
  sources: Sources,
  maxSourceBytes: number,
  offered: string = "",
): SourceFiles {
  const texts = typeof sources === "string" ? { "main.lt": sources } : sources;
  const files: SourceFile[] = Object.entries(texts).map(([path, text]) => ({ path, text }));
  const [first] = files;
  if (first !== undefined && files.length === 1) files[0] = { ...first, modulePath: "" };
  if (offered !== "" && !hasModule(files, "runner"))
    files.push({
      path: interfaceName,
      modulePath: "runner.lt",
      text: `submodule\n${offered}`,
    });
  checkSize(
    files.map(({ text }) => text),
    maxSourceBytes,
  );
  return new SourceFiles(files);
}

/** Returns `true` if a file is a module of the root, or a single source defines one. */
function hasModule(files: readonly SourceFile[], name: string): boolean {
  const definition = new RegExp(`^\\s*module\\s+${name}\\b`, "m");
  return files.some(
    ({ path, modulePath = path, text }) =>
      modulePath === `${name}.lt` || modulePath === `${name}/module.lt` || definition.test(text),
  );
}

/** @throws RunnerError `LIMIT_EXCEEDED` if the texts have more than `maxSourceBytes` */
export function checkSize(texts: readonly string[], maxSourceBytes: number): void {
  const units = texts.reduce((sum, text) => sum + text.length, 0);
  if (units * maxBytesPerUnit <= maxSourceBytes) return;
  // More units than bytes allowed: too long, whatever they are; not worth encoding.
  const bytes =
    units > maxSourceBytes ? units : texts.reduce((sum, text) => sum + encode(text).length, 0);
  if (bytes <= maxSourceBytes) return;
  throw new RunnerError(
    `the sources have at least ${bytes} bytes, more than maxSourceBytes (${maxSourceBytes})`,
    { code: ErrorCode.LIMIT_EXCEEDED },
  );
}

/** Returns the bytes of UTF-8 before an offset in UTF-16 code units. */
export function bytesBefore(text: string, offset: number): number {
  return encode(text.slice(0, offset)).length;
}

/**
 * Returns the UTF-16 code units before a number of bytes of UTF-8; a place inside of a character counts as its start.
 */
function unitsOf(text: string, bytes: number): number {
  let units = 0;
  let left = bytes;
  for (const character of text) {
    left -= bytesOf(character.codePointAt(0)!);
    if (left < 0) break;
    units += character.length;
  }
  return units;
}

function bytesOf(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}

function positionAt(text: string, offset: number): Position {
  let line = 1;
  let lineStart = 0;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) {
    line++;
    lineStart = at + 1;
  }
  return { offset, line, column: offset - lineStart + 1 };
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
