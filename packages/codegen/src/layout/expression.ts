import { textWidth } from "./text-width.ts";
import { flatText, type Group, type Piece, readPieces } from "./tree.ts";

/** Maximum number of characters in a line. */
export const width = 100;

export function blanks(count: number): string {
  return " ".repeat(count);
}

/** Checks if code can stand on one line that has `used` characters already. */
export function fits(pieces: readonly Piece[], used: number): boolean {
  return used + textWidth(flatText(pieces)) <= width && !pieces.some(isMatrix);
}

/**
 * Breaks an expression where a formatter would.
 *
 * @param used characters of the line before it
 */
export function breakExpression(
  pieces: readonly Piece[],
  indent: number,
  used: number = indent,
): string {
  const flat = flatText(pieces);
  const inner = blanks(indent + 2);
  const [, arrow] = /^\(\) => (".*")$/.exec(flat) ?? [];
  if (arrow !== undefined) return `() =>\n${inner}${arrow}`;
  const conditional = splitText(pieces, [" ? ", " : "]);
  if (conditional.length === 3) {
    const [condition, yes, no] = conditional;
    return `${condition}\n${inner}? ${yes}\n${inner}: ${no}`;
  }
  const alternatives = splitText(pieces, [" ?? "]);
  if (alternatives.length === 2) {
    const rest = readPieces(alternatives[1]!);
    const text = fits(rest, indent) ? alternatives[1]! : breakExpression(rest, indent);
    return `${alternatives[0]!} ??\n${blanks(indent)}${text}`;
  }
  const equals = splitText(pieces, [" = "]);
  if (equals.length === 2 && used + openingLength(pieces) > width) {
    const value = breakExpression(readPieces(equals[1]!), indent + 2);
    return `${equals[0]!} =\n${inner}${value}`;
  }
  const group = largestGroup(pieces);
  if (group === undefined) return flat;
  return breakAt(pieces, groupAfter(group, pieces, used) ?? group, indent, used);
}

/** Breaks the parameters of a function's head, and its type if that is still too long. */
export function breakHead(pieces: readonly Piece[], indent: number): string {
  const group = pieces.find((piece): piece is Group => typeof piece === "object");
  if (group === undefined) return flatText(pieces);
  const at = pieces.indexOf(group) + 1;
  const rest = pieces.slice(at);
  const used = indent + group.close.length;
  return (
    breakAt(pieces.slice(0, at), group, indent, indent) +
    (fits(rest, used) ? flatText(rest) : breakExpression(rest, indent, used))
  );
}

function breakAt(pieces: readonly Piece[], group: Group, indent: number, used: number): string {
  const at = pieces.indexOf(group);
  const before = flatText(pieces.slice(0, at));
  // No comma follows an index.
  const isIndex = group.open === "[" && isGroup(pieces[at - 1]);
  const broken = breakGroup(group, indent, used + textWidth(before), isIndex);
  return before + broken + flatText(pieces.slice(at + 1));
}

/** Breaks what stands in brackets: each item gets a line. */
function breakGroup(group: Group, indent: number, used: number, isIndex: boolean = false): string {
  const { open, close, items, separator } = group;
  const [only] = items.length === 1 ? items : [];
  const isEmpty = only !== undefined && isLiteral(only) && only[0].items.length === 0;
  if (open === "(" && only !== undefined && isLiteral(only) && !isEmpty && used + 2 <= width) {
    // A list or an object as the only argument keeps its bracket on the line of the call.
    return `(${breakGroup(only[0], indent, used)})`;
  }
  const alternatives = open === "(" && only !== undefined ? splitText(only, [" ?? "]) : [];
  if (alternatives.length === 2) {
    return `(${alternatives[0]!} ??\n${blanks(indent + 2)}${alternatives[1]!})`;
  }
  const hugged = hugLast(group, indent, used);
  if (hugged !== undefined) return hugged;
  const inner = indent + 2;
  const lines = items.map((item, i) => {
    const isLast = i === items.length - 1;
    const end = isLast && (open === "<" || isIndex || isSingle(group)) ? "" : separator;
    return blanks(inner) + breakItem(item, inner, end, open === "{");
  });
  return `${open}\n${lines.join("\n")}\n${blanks(indent)}${close}`;
}

/** Breaks only the last of several arguments, if it is a list or an object and the others fit before it. */
function hugLast({ open, items }: Group, indent: number, used: number): string | undefined {
  const last = items.length > 1 ? items.at(-1) : undefined;
  if (open !== "(" || last === undefined || !isLiteral(last)) return undefined;
  const others = items.slice(0, -1);
  const before = `(${others.map(flatText).join(", ")}, `;
  const isArrow = others.length === 1 && before.startsWith("(() =>");
  if (isArrow || others.some(isLiteral) || used + textWidth(before) + 1 > width) return undefined;
  return `${before}${breakGroup(last[0], indent, used)})`;
}

/** Entry of an object with a name that is not short. */
const entry = /^((?:[\p{ID_Continue}$]{5,}|"[^"]*"|'[^']*'|\["__proto__"\]):) (.+)$/u;

function breakItem(item: readonly Piece[], indent: number, end: string, isMember: boolean): string {
  if (fits([...item, end], indent)) return flatText(item) + end;
  const [, body] = /^\(\) => (.+)$/.exec(flatText(item)) ?? [];
  if (body !== undefined) {
    const inner = indent + 2;
    return `() =>\n${blanks(inner)}${breakItem(readPieces(body), inner, end, false)}`;
  }
  const [, key = "", value] = (isMember && entry.exec(flatText(item))) || [];
  if (value !== undefined) {
    const pieces = readPieces(value);
    const isLong = indent + textWidth(key) + 1 + openingLength(pieces) > width;
    if (isLong || !isBreakable(pieces))
      return `${key}\n${blanks(indent + 2)}${breakItem(pieces, indent + 2, end, false)}`;
  }
  return breakExpression(item, indent) + end;
}

/** Checks for brackets that are not a list: parentheses around an expression or a union, or the brackets of a key. */
function isSingle({ open, items }: Group): boolean {
  if (items.length !== 1) return false;
  const [item] = items;
  return open === "("
    ? [" ? ", " | "].some((operator) => splitText(item!, [operator]).length > 1)
    : open === "[" && /^".*"$/.test(flatText(item!));
}

function isLiteral(item: readonly Piece[]): item is readonly [Group] {
  const [first] = item;
  return item.length === 1 && typeof first === "object" && "[{".includes(first.open);
}

/** Checks for a list of lists or of objects, which takes several lines even if it fits into one. */
export function isMatrix(piece: Piece): boolean {
  if (typeof piece === "string") return false;
  const { open, items } = piece;
  const isOne =
    open === "[" &&
    items.length > 1 &&
    items.every((item) => isLiteral(item) && item[0].items.length > 1);
  return isOne || items.some((item) => item.some(isMatrix));
}

/** Counts the characters up to the bracket that is broken first. */
export function openingLength(pieces: readonly Piece[]): number {
  const group = largestGroup(pieces);
  if (group === undefined) return textWidth(flatText(pieces));
  return textWidth(flatText(pieces.slice(0, pieces.indexOf(group)))) + 1;
}

/** Formatters rather break after `=` than inside a chain of names, a call with one short argument or type, or `??`. */
export function isBreakable(pieces: readonly Piece[]): boolean {
  if (splitText(pieces, [" ?? "]).length > 1) return false;
  const group = largestGroup(pieces);
  if (group === undefined) return false;
  if (isSingle(group) && pieces.indexOf(group) > 0) return false;
  if (group.open === "<" && group.items.length === 1) return false;
  return !(group.open === "(" && /^\([\w$]{1,25}\)$/.test(group.flat));
}

/** Returns the brackets that are broken instead of those before them, as in `<Type>(argument)` and `["a", "b"][i]`. */
function groupAfter(group: Group, pieces: readonly Piece[], used: number): Group | undefined {
  const at = pieces.indexOf(group) + 1;
  const next = pieces[at];
  if (!isGroup(next) || next.items.length === 0) return undefined;
  const isName = /^<[\p{ID_Continue}$]+>$/u.test(group.flat);
  return isName || used + textWidth(flatText(pieces.slice(0, at))) + 1 <= width ? next : undefined;
}

function isGroup(piece: Piece | undefined): piece is Group {
  return typeof piece === "object";
}

function largestGroup(pieces: readonly Piece[]): Group | undefined {
  let largest: Group | undefined;
  for (const piece of pieces) {
    if (typeof piece === "object" && piece.flat.length > (largest?.flat.length ?? 2))
      largest = piece;
  }
  return largest;
}

/** Splits code at operators that are not inside brackets or strings, each once and in this order. */
function splitText(pieces: readonly Piece[], operators: readonly string[]): readonly string[] {
  const parts = [""];
  for (const piece of pieces) {
    let text = typeof piece === "string" ? piece : piece.flat;
    const isCode = typeof piece === "string" && !/["']/.test(piece);
    for (;;) {
      const operator = operators[parts.length - 1];
      const cut = isCode && operator !== undefined ? text.indexOf(operator) : -1;
      if (operator === undefined || cut < 0) break;
      parts[parts.length - 1] += text.slice(0, cut);
      parts.push("");
      text = text.slice(cut + operator.length);
    }
    parts[parts.length - 1] += text;
  }
  return parts;
}
