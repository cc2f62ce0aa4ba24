/** Documentation and parameters of a function in its source. */
export interface SourceDocs {
  readonly docs: string | undefined;
  readonly parameters: readonly string[];
}

/**
 * Reads the documentation and the parameters of a function from its source, as far as its head.
 *
 * The documentation is the comment with `##` before the function; in its absence, the comment that opens the file.
 *
 * @returns `undefined` if the source has no such function
 */
export function readSourceDocs(source: string, functionName: string): SourceDocs | undefined {
  const lines = source.split(/\r?\n/);
  const head = new RegExp(`^\\s*func\\s+\`?${functionName.replaceAll(/\W/g, "\\$&")}\`?\\s*\\(`);
  const at = lines.findIndex((line) => head.test(line));
  if (at < 0) return undefined;
  const text = [lines[at]!.replace(head, ""), ...lines.slice(at + 1)].join("\n");
  return { docs: docsBefore(lines, at) ?? openingComment(lines), parameters: readParameters(text) };
}

function docsBefore(lines: readonly string[], at: number): string | undefined {
  let start = at;
  while (start > 0 && /^\s*(?:##|@)/.test(lines[start - 1]!)) start--;
  const docs = lines.slice(start, at).filter((line) => /^\s*##/.test(line));
  return docs.length === 0 ? undefined : withoutMarks(docs);
}

function openingComment(lines: readonly string[]): string | undefined {
  const start = lines.findIndex((line) => line.trim() !== "");
  const rest = lines.slice(Math.max(start, 0));
  const end = rest.findIndex((line) => !/^\s*#/.test(line));
  const comment = rest.slice(0, end < 0 ? rest.length : end);
  return comment.length === 0 ? undefined : withoutMarks(comment);
}

function withoutMarks(lines: readonly string[]): string {
  return lines
    .map((line) => line.replace(/^\s*#+ ?/, ""))
    .join("\n")
    .trim();
}

function readParameters(text: string): readonly string[] {
  return splitParameters(text).flatMap((part) => {
    const name = /^\s*(?:`([^`]*)`|([\p{L}_$][\p{L}\p{N}_$]*))/u.exec(part);
    return name === null ? [] : [name[1] ?? name[2]!];
  });
}

/** Splits a list of parameters at its commas, until the parenthesis that ends it. */
export function splitParameters(text: string): readonly string[] {
  const parts = [""];
  let depth = 0;
  // A comment may hold a parenthesis, and so may a quoted name.
  for (const token of text.match(/#[^\n]*|`[^`]*`|"(?:[^"\\]|\\.)*"|->|[^]/g) ?? []) {
    if (token.startsWith("#")) continue;
    if (token.length === 1 && ")]}".includes(token) && depth-- === 0) break;
    if (token.length === 1 && "([{".includes(token)) depth++;
    if (token === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += token;
  }
  return parts.filter((part) => part.trim() !== "");
}
