import {
  blanks,
  breakExpression,
  breakHead,
  fits,
  isBreakable,
  openingLength,
} from "./expression.ts";
import { textWidth } from "./text-width.ts";
import { breakAlias } from "./type-lines.ts";
import { flatText, readPieces } from "./tree.ts";

/**
 * Breaks the lines of generated code that are too long, so that a formatter with a width of 100 leaves them as they are.
 *
 * Every statement must stand on a line of its own, indented by two blanks for each level. Comments stay as they are.
 */
export function breakLines(code: string): string {
  return code
    .split("\n")
    .map((line) => {
      if (/^\s*(?:\/\/|\/\*|\*)/.test(line)) return line;
      const indent = line.length - line.trimStart().length;
      return blanks(indent) + breakStatement(line.slice(indent), indent);
    })
    .join("\n");
}

function breakStatement(code: string, indent: number): string {
  // Reading every line would take longer than all the rest.
  if (indent + textWidth(code) <= 100 && !code.includes("[[")) return code;
  const pieces = readPieces(code);
  if (fits(pieces, indent)) return code;
  if (/^(?:if|for) \(/.test(code) && !code.endsWith("{")) {
    const body = flatText(pieces.slice(2)).trim();
    return `${flatText(pieces.slice(0, 2))}\n${blanks(indent + 2)}${breakStatement(body, indent + 2)}`;
  }
  if (/^(?:export )?(?:const|type) /.test(code)) return breakDeclaration(code, indent);
  const isHead =
    (code.endsWith(" {") && /^(?:function )?[\w$]+\(/.test(code)) ||
    // A method of an interface.
    (code.endsWith(";") && /^[\p{ID_Continue}$]+\((?:[\p{ID_Continue}$]+: |\): )/u.test(code));
  return isHead ? breakHead(pieces, indent) : breakExpression(pieces, indent);
}

/** Breaks `const NAME: TYPE = VALUE;` or `type NAME = TYPE;`. */
function breakDeclaration(code: string, indent: number): string {
  const cut = assignmentIn(code);
  if (cut === undefined) return breakExpression(readPieces(code), indent);
  const head = code.slice(0, cut);
  const value = code.slice(cut + 3);
  if (/^(?:export )?type /.test(head)) return `${head} =${breakAlias(value, textWidth(head) + 2)}`;
  const pieces = readPieces(value);
  const headPieces = readPieces(head);
  const hasArguments = headPieces.some(
    (piece) => typeof piece === "object" && "<[".includes(piece.open) && piece.items.length > 1,
  );
  if (indent + textWidth(head) + 2 > 100 && hasArguments) {
    const first = breakExpression(headPieces, indent);
    const used = first.length - first.lastIndexOf("\n") + 2;
    return `${first} = ${fits(pieces, used) ? value : breakExpression(pieces, indent, used)}`;
  }
  const opening = textWidth(head) + 3 + openingLength(pieces);
  if (indent + opening <= 100 && isBreakable(pieces)) {
    return `${head} = ${breakExpression(pieces, indent, indent + textWidth(head) + 3)}`;
  }
  const inner = indent + 2;
  const text = fits(pieces, inner) ? value : breakExpression(pieces, inner);
  return `${head} =\n${blanks(inner)}${text}`;
}

/** Returns the place of the ` = ` that is not inside brackets or a string. */
function assignmentIn(code: string): number | undefined {
  let at = 0;
  for (const piece of readPieces(code)) {
    const cut = typeof piece === "string" ? piece.indexOf(" = ") : -1;
    if (cut >= 0) return at + cut;
    at += typeof piece === "string" ? piece.length : piece.flat.length;
  }
  return undefined;
}
