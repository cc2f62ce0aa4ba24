/** A piece of code on one line: plain text, or what stands between brackets. */
export type Piece = string | Group;

/** Code between two brackets. */
export interface Group {
  readonly open: string;
  readonly close: string;
  /** Parts between the separators. */
  readonly items: readonly (readonly Piece[])[];
  /** `,`, or `;` between the members of an object type. */
  readonly separator: "," | ";";
  /** The group as it is written on one line. */
  readonly flat: string;
}

const closing: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}", "<": ">" };

/**
 * Reads one line of code as a tree of brackets.
 *
 * Angle brackets count only where a type may stand: directly after a name, as operators have blanks around them. Strings
 * and comments are plain text.
 */
export function readPieces(code: string): readonly Piece[] {
  let at = 0;

  function quoted(): string {
    const start = at;
    const quote = code[at++];
    while (at < code.length && code[at] !== quote) at += code[at] === "\\" ? 2 : 1;
    at++;
    return code.slice(start, at);
  }

  function pieces(ends: string): { readonly found: readonly Piece[] } {
    const found: Piece[] = [];
    let text = "";
    const flush = (): void => {
      if (text !== "") found.push(text);
      text = "";
    };
    while (at < code.length) {
      const char = code[at]!;
      if (ends.includes(char)) break;
      if (char === '"' || char === "'") {
        text += quoted();
      } else if (code.startsWith("/*", at)) {
        const end = code.indexOf("*/", at) + 2;
        text += code.slice(at, end);
        at = end;
      } else if ("([{".includes(char) || (char === "<" && /[\w$]$/.test(text))) {
        flush();
        found.push(group(char));
      } else {
        text += char;
        at++;
      }
    }
    flush();
    return { found };
  }

  function group(open: string): Group {
    const start = at++;
    const close = closing[open]!;
    const items: (readonly Piece[])[] = [];
    let separator: Group["separator"] = ",";
    while (at < code.length && code[at] !== close) {
      const { found } = pieces(`,;${close}`);
      items.push(trimmed(found));
      if (code[at] === ";") separator = ";";
      if (code[at] !== close) at++;
    }
    at++;
    return {
      open,
      close,
      items: items.filter((item) => item.length > 0),
      separator,
      flat: code.slice(start, at),
    };
  }

  return pieces("").found;
}

/** Writes pieces on one line. */
export function flatText(pieces: readonly Piece[]): string {
  return pieces.map((piece) => (typeof piece === "string" ? piece : piece.flat)).join("");
}

function trimmed(pieces: readonly Piece[]): readonly Piece[] {
  return pieces
    .map((piece, i) => {
      if (typeof piece !== "string") return piece;
      const start = i === 0 ? piece.trimStart() : piece;
      return i === pieces.length - 1 ? start.trimEnd() : start;
    })
    .filter((piece) => piece !== "");
}
