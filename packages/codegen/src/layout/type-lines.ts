import { blanks, fits, openingLength, width } from "./expression.ts";
import { flatText, type Group, type Piece, readPieces } from "./tree.ts";

/**
 * Breaks the type of `type NAME = TYPE;`; the result begins with the blank or line break before it.
 *
 * @param used characters of the line before the type
 */
export function breakAlias(type: string, used: number): string {
  const variants = unionOf(type.slice(0, -1));
  if (hasBars(variants)) return bars(variants, 0, ";");
  const pieces = readPieces(type);
  return used + 1 + openingLength(pieces) > width
    ? `\n${blanks(2)}${breakOne(pieces, 2, 0, "")}`
    : ` ${breakOne(pieces, 0, used + 1, "")}`;
}

/** Checks if variants take a line each; a type or `null` does not. */
function hasBars([first = "", second, ...more]: readonly string[]): boolean {
  if (second === undefined) return false;
  return first.startsWith("{") || second !== "null" || more.length > 0;
}

/** Writes each variant of a union on a line of its own. */
function bars(variants: readonly string[], indent: number, end: string): string {
  const lines = variants.map((variant, i) => {
    const ownEnd = i === variants.length - 1 ? end : "";
    // A variant's members are indented from the text after the bar on.
    return `\n${blanks(indent + 2)}| ${breakOne(readPieces(variant), indent + 4, 0, ownEnd)}`;
  });
  return lines.join("");
}

function breakOne(pieces: readonly Piece[], indent: number, used: number, end: string): string {
  if (fits([...pieces, end], indent + used)) return flatText(pieces) + end;
  const group = pieces.find(
    (piece): piece is Group =>
      typeof piece === "object" && piece.open !== "(" && piece.items.length > 0,
  );
  if (group === undefined) return flatText(pieces) + end;
  const at = pieces.indexOf(group);
  const inner = indent + 2;
  const lines = group.items.map((item, i) => {
    // Type arguments end without a comma.
    const isBare = group.open === "<" && i === group.items.length - 1;
    return blanks(inner) + breakOne(item, inner, 0, isBare ? "" : group.separator);
  });
  const broken = `${group.open}\n${lines.join("\n")}\n${blanks(indent)}${group.close}`;
  return flatText(pieces.slice(0, at)) + broken + flatText(pieces.slice(at + 1)) + end;
}

/** Splits a union into its variants. */
function unionOf(type: string): readonly string[] {
  const variants = [""];
  for (const piece of readPieces(type)) {
    const parts = typeof piece === "object" ? [piece.flat] : splitAtBars(piece);
    variants[variants.length - 1] += parts[0]!;
    variants.push(...parts.slice(1));
  }
  return variants;
}

/** Splits at ` | ` outside of strings. */
function splitAtBars(text: string): readonly string[] {
  const parts = [""];
  for (const token of text.match(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'| \| |[^]/g) ?? []) {
    if (token === " | ") parts.push("");
    else parts[parts.length - 1] += token;
  }
  return parts;
}
