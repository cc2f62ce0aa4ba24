import type { AnyCodec } from "../codecs/base/codec.ts";

/** Functions of `@lutra/bin/generated` that emitted code calls. */
export type SupportName =
  | "badTag"
  | "createFloats"
  | "createItems"
  | "outOfRange"
  | "raise"
  | "reach"
  | "readBytes"
  | "readFloats"
  | "readText"
  | "refuseInt"
  | "rethrow"
  | "writeBytes"
  | "writeText"
  | "wrongKind";

/** Services that the emitters of single kinds of types ask for. */
export interface EmitContext {
  /** Returns the name of the function that reads values of the codec; it is emitted once, wherever it is named. */
  readonly reader: (codec: AnyCodec) => string;
  /** Returns the name of the function that writes values of the codec. */
  readonly writer: (codec: AnyCodec) => string;
  /**
   * Returns an expression for the `ops` of a codec whose code is not in its shape, such as a mapping.
   *
   * @throws TypeError if the outlet can only write text
   */
  readonly opsOf: (codec: AnyCodec) => string;
  /** Returns the name of a support function, and notes that it is needed. */
  readonly use: (name: SupportName) => string;
  /** Returns `text` for TypeScript, and an empty string for JavaScript. */
  readonly typed: (text: string) => string;
  /** Returns ` as NAME` for a type that is kept apart by its name, an empty string for others. */
  readonly cast: (codec: AnyCodec) => string;
  /** Returns the TypeScript type of a codec's values. */
  readonly typeOf: (codec: AnyCodec) => string;
  /** Returns a name that no other constant has, and emits `const NAME = EXPRESSION` after the functions. */
  readonly constant: (expression: string) => string;
  /** Tells whether reading a value can fail once its head is known to be there. */
  readonly mayFail: (codec: AnyCodec) => boolean;
  /** Tells whether reading a value can count levels of nesting. */
  readonly mayNest: (codec: AnyCodec) => boolean;
}

/** The buffer and the view of a `Reader` as local variables of a function. */
export class ReadLocals {
  readonly #used = new Set<string>();

  /** Declaration of those that are used: one line, or none. */
  get declaration(): readonly string[] {
    const names = [...this.#used].sort();
    return names.length === 0 ? [] : [`const { ${names.join(", ")} } = r;`];
  }

  /** Returns the name of a variable, and notes that it is used. */
  use(name: "bytes" | "view"): string {
    this.#used.add(name);
    return name;
  }
}

/** Moves lines to the right by one level. */
export function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}

/** Returns the expression of a place `offset` bytes after another. */
export function after(at: string, offset: number): string {
  const [, start = at, before = "0"] = /^(.*) \+ (\d+)$/.exec(at) ?? [];
  const sum = Number(before) + offset;
  return sum === 0 ? start : `${start} + ${sum}`;
}

/**
 * Returns a string literal. It is valid in any JavaScript, whatever characters the string has, and has the quotes that
 * need fewer escapes, as formatters want it.
 */
export function literal(text: string): string {
  const quoted = JSON.stringify(text)
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
  const pieces = (quote: string): number => text.split(quote).length;
  if (pieces('"') <= pieces("'")) return quoted;
  return `'${quoted.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** Checks if a name may stand after a dot, or as a key without quotes. */
export function isIdentifier(name: string): boolean {
  return /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(name);
}

/** Returns a name as the key of an object literal, in which a plain `__proto__` would set the prototype. */
export function objectKey(name: string): string {
  if (name === "__proto__") return '["__proto__"]';
  return isIdentifier(name) ? name : literal(name);
}
