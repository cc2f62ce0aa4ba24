import { completeTypes } from "../types/complete-types.ts";
import type { Path, Ty, TyEnumVariant, TyKind, TyPrimitive, TyTupleField } from "../types/ty.ts";
import type { ProgramType } from "./compiled-program.ts";

/**
 * Reports whether bytes are text with the line `Input: TYPE`, as `lutra compile` prints it.
 *
 * @example
 * if (isPrintedTypes(file)) parsePrintedTypes(new TextDecoder().decode(file));
 */
export function isPrintedTypes(bytes: Uint8Array): boolean {
  return /^[ \t]*Input:/m.test(new TextDecoder().decode(bytes));
}

/**
 * Reads the types of a program as `lutra compile` prints them: a line `Input: TYPE`, a line `Output: TYPE`, and a line
 * `  NAME: TYPE` for each definition. Other lines are ignored, and so are blanks before all of these.
 *
 * @throws SyntaxError for a line that is not of this form, or a name that could mean two types
 * @throws TypeError for a name without definition, or a type of infinite size
 *
 * @example
 * const { input, output, defs } = parsePrintedTypes("Input: {}\nOutput: [Int64]\n");
 * const codec = codecFor(output, defs);
 */
export function parsePrintedTypes(text: string): ProgramType {
  const lines = text.split(/\r?\n/);
  const end = lines.findIndex(opensDefinitions);
  // A copy may stand further right, so blanks before these lines do not count.
  const heads = lines.slice(0, end < 0 ? lines.length : end).map((line) => line.trimStart());
  const definitions = definitionLines(lines).map(([name, type]) => ({
    name: name.split("::"),
    type,
  }));
  const names = new Names(definitions.map(({ name }) => name));
  const sideOf = (label: string): Ty => {
    const line = heads.find((each) => each.startsWith(`${label}:`));
    if (line === undefined) throw new SyntaxError(`there is no line that begins with ${label}:`);
    return parseType(line.slice(label.length + 1), names);
  };
  const given = definitions.map(({ name, type }) => ({ name, ty: parseType(type, names) }));
  const input = completeTypes(sideOf("Input"), given);
  return { input: input.ty, output: completeTypes(sideOf("Output"), given).ty, defs: input.defs };
}

function opensDefinitions(line: string): boolean {
  return line.trimStart().startsWith("Type definitions:");
}

function definitionLines(lines: readonly string[]): readonly (readonly [string, string])[] {
  const start = lines.findIndex(opensDefinitions);
  if (start < 0) return [];
  const indent = lines[start]!.length - lines[start]!.trimStart().length;
  const found: (readonly [string, string])[] = [];
  for (const line of lines.slice(start + 1)) {
    // Names stand as they are: one that holds `: ` ends at the first of them.
    const [, name, type] = /^ {2}(.+?): (.+)$/.exec(line.slice(indent)) ?? [];
    if (name === undefined || type === undefined) break;
    found.push([name, type]);
  }
  return found;
}

const scalars: ReadonlySet<string> = new Set(
  "Bool Int8 Int16 Int32 Int64 Uint8 Uint16 Uint32 Uint64 Float32 Float64 Text Date Time Timestamp Duration Decimal".split(
    " ",
  ),
);

/** Finds what a printed name refers to: references lack the `std::` that definitions keep. */
class Names {
  readonly #known: ReadonlySet<string>;

  constructor(definitions: readonly Path[]) {
    this.#known = new Set(definitions.map((path) => path.join("::")));
  }

  resolve(path: Path): Path {
    const name = path.join("::");
    const inStd = this.#known.has(`std::${name}`) || scalars.has(name);
    if (this.#known.has(name)) {
      if (inStd) throw new SyntaxError(`${name} may be the program's own type, or that of std`);
      return path;
    }
    return inStd ? ["std", ...path] : path;
  }
}

const primitives: Readonly<Record<string, TyPrimitive>> = {
  Prim8: "prim8",
  Prim16: "prim16",
  Prim32: "prim32",
  Prim64: "prim64",
};

/** Maximum depth of a printed type. */
const maxDepth = 500;

function parseType(text: string, names: Names): Ty {
  let at = 0;
  let depth = 0;

  const fail = (expected: string): never => {
    const found = text.slice(at, at + 20);
    throw new SyntaxError(`expected ${expected}, found ${JSON.stringify(found || "the end")}`);
  };
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  const take = (token: string): boolean => {
    match(/\s*/y);
    if (!text.startsWith(token, at)) return false;
    at += token.length;
    return true;
  };
  const need = (token: string): void => {
    if (!take(token)) fail(token);
  };
  const list = <T>(end: string, item: () => T): T[] => {
    const items: T[] = [];
    while (!take(end)) {
      items.push(item());
      if (!take(",")) {
        need(end);
        break;
      }
    }
    return items;
  };
  const name = (): string | undefined => {
    match(/\s*/y);
    return match(/`[^`]*`/y)?.slice(1, -1) ?? match(/[\p{L}_$][\p{L}\p{N}_$]*/uy);
  };

  function type(): Ty {
    if (++depth > maxDepth) throw new SyntaxError(`types nest deeper than ${maxDepth}`);
    const parsed = ofKind(kind());
    depth--;
    return parsed;
  }

  function kind(): TyKind {
    if (take("{")) return { tag: "tuple", value: list("}", field) };
    if (take("[")) {
      const item = type();
      need("]");
      return { tag: "array", value: item };
    }
    const first = name();
    if (first === undefined) return fail("a type");
    if (first === "enum" && take("{")) return { tag: "enum", value: list("}", variant) };
    if (first === "func" && take("(")) {
      const params = list(")", type);
      need("->");
      return { tag: "function", value: { params, body: type() } };
    }
    const primitive = Object.hasOwn(primitives, first) ? primitives[first] : undefined;
    if (primitive !== undefined) return { tag: "primitive", value: primitive };
    const path = [first];
    while (take("::")) path.push(name() ?? fail("a name"));
    return { tag: "ident", value: names.resolve(path) };
  }

  function field(): TyTupleField {
    const start = at;
    const label = name();
    if (label !== undefined && !text.startsWith("::", at) && take(":")) {
      return { name: label, ty: type() };
    }
    at = start;
    return { name: null, ty: type() };
  }

  function variant(): TyEnumVariant {
    take("@recursive");
    const label = name() ?? fail("the name of a variant");
    return { name: label, ty: take(":") ? type() : ofKind({ tag: "tuple", value: [] }) };
  }

  const parsed = type();
  match(/\s*/y);
  if (at < text.length) fail("the end of the line");
  return parsed;
}

/** Creates a type without what `completeTypes` fills in. */
function ofKind(kind: TyKind): Ty {
  return { kind, layout: null, name: null, variantsRecursive: [] };
}
