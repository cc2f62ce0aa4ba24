import { blanks, fits, openingLength, width } from "./expression.ts";
import { textWidth } from "./text-width.ts";
import { flatText, type Group, type Piece, readPieces } from "./tree.ts";

/**
 * Breaks a type that follows `NAME:` or `type NAME =`; the result begins with the blank or line break before it.
 *
 * @param used characters of the line before the type
 */
export function breakType(type: string, indent: number, used: number): string {
  const end = type.endsWith(";") ? ";" : "";
  const bare = end === "" ? type : type.slice(0, -1);
  const variants = unionOf(bare);
  if (variants.length === 1) return ` ${breakOne(readPieces(bare), indent, used + 1, end)}`;
  // A list of `null` or something else is not worth a line each.
  const isNullable =
    variants.length === 2 && variants[1] === "null" && !variants[0]!.startsWith("{");
  if (isNullable) return ` ${breakOne(readPieces(bare), indent, used + 1, end)}`;
  return bars(variants, indent, end);
}

/** Breaks a type that follows `type NAME =`, as {@link breakType} does, or after the `=` if not even its bracket fits. */
export function breakAlias(type: string, used: number): string {
  const pieces = readPieces(type);
  const isLong = used + 1 + openingLength(pieces) > width && unionOf(type).length === 1;
  return isLong ? `\n${blanks(2)}${breakOne(pieces, 2, 0, "")}` : breakType(type, 0, used);
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
  const lines = group.items.map((item) => {
    const text = flatText(item);
    const variants = unionOf(text);
    if (group.separator === "," && variants.length > 1 && !fits([text, ","], inner)) {
      return `${blanks(inner)}(${bars(variants, inner, "")}\n${blanks(inner)}),`;
    }
    const [, key, type] = /^((?:[\w$]+|"[^"]*"|'[^']*')\??:) (.+)$/.exec(text) ?? [];
    const laid =
      key === undefined || type === undefined || fits([text, ","], inner)
        ? breakOne(item, inner, 0, group.separator)
        : key +
          breakType(`${type}${group.separator === ";" ? ";" : ""}`, inner, textWidth(key)) +
          (group.separator === "," ? "," : "");
    return blanks(inner) + laid;
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
