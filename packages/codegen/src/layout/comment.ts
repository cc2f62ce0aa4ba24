import { escapeControls } from "@lutra/bin/render";

/** Writes a documentation comment. Text of others cannot end it. */
export function comment(lines: readonly string[], indent: string = ""): readonly string[] {
  const safe = lines.map((line) => escapeControls(line).trimEnd().replaceAll("*/", "*\\/"));
  if (safe.length === 0) return [];
  if (safe.length === 1) return [`${indent}/** ${safe[0]!} */`];
  return [
    `${indent}/**`,
    ...safe.map((line) => `${indent} *${line === "" ? "" : ` ${line}`}`),
    `${indent} */`,
  ];
}

/** Maximum number of characters of a type in a comment. */
const maxTypeLength = 400;

/** Writes code in a comment, cut if it is very long. */
export function codeText(text: string): string {
  const short = text.length <= maxTypeLength ? text : `${text.slice(0, maxTypeLength)} ...`;
  // A backtick ends the code, and names may have it around them.
  return short.includes("`") ? `\`\` ${short} \`\`` : `\`${short}\``;
}
