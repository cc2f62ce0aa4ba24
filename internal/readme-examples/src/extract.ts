import { implicitImports, type ExportedName } from "./implicit-imports.ts";
import { placeholderDeclarations } from "./placeholders.ts";

/** A piece of TypeScript in documentation: a whole module that a reader may copy. */
export interface Example {
  /** File and line where its code begins, for example `packages/bin/README.md:12`. */
  readonly place: string;
  /** The code, with empty lines before it so that line numbers are those of the file. */
  readonly code: string;
  /** `true` if the module is executed; a fence `ts no-run` is only type-checked. */
  readonly runs: boolean;
}

const openingFence = /^\s*```ts(?<mark> no-run)?\s*$/;
const closingFence = /^\s*```\s*$/;

/**
 * Returns the examples of a Markdown text: every block fenced with three backticks and `ts`.
 *
 * @throws SyntaxError for a block that is not closed, or a fence that says more than `ts` or `ts no-run`
 */
export function examplesOfMarkdown(path: string, text: string): Example[] {
  return fencedBlocks(path, text.split("\n"));
}

/**
 * Returns the examples of a source file: what follows `@example` in a docblock, fenced as in Markdown or not fenced at
 * all. An example of a docblock may leave out imports and use placeholders, see {@link implicitImports} and {@link
 * placeholderDeclarations}.
 */
export function examplesOfSource(
  path: string,
  text: string,
  scope: readonly ExportedName[] = [],
): Example[] {
  const examples: Example[] = [];
  for (const { 0: docblock, index } of text.matchAll(/\/\*\*[\s\S]*?\*\//g)) {
    const linesBefore = text.slice(0, index).split("\n").length - 1;
    const lines = docblock.split("\n").map((line) => line.replace(/^\s*(?:\/\*\*|\*\/|\* ?)/, ""));
    for (const [offset, line] of lines.entries()) {
      if (!/^\s*@example\b/.test(line)) continue;
      const next = lines.findIndex((other, i) => i > offset && /^@\w/.test(other));
      const section = lines.slice(offset + 1, next < 0 ? undefined : next);
      const first = linesBefore + offset + 1;
      const fenced = section.some((other) => other.trimStart().startsWith("```"));
      const found = fenced
        ? fencedBlocks(path, [...Array.from({ length: first }, () => ""), ...section])
        : [exampleAt(path, first, section, true)];
      examples.push(...found);
    }
  }
  return examples.map((example) => complete(example, scope));
}

/** Adds what a docblock may leave out; to the first line, which is empty, so that the lines below stay where they are. */
function complete({ place, code, runs }: Example, scope: readonly ExportedName[]): Example {
  const imports = implicitImports(code, scope);
  const declarations = placeholderDeclarations(imports + code);
  return { place, code: imports + declarations + code, runs: runs && declarations === "" };
}

function fencedBlocks(path: string, lines: readonly string[]): Example[] {
  const examples: Example[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? "";
    if (!/^\s*```ts\b/.test(line)) continue;
    const fence = openingFence.exec(line);
    if (!fence) throw new SyntaxError(`${path}:${i + 1}: write \`\`\`ts or \`\`\`ts no-run`);
    const first = i + 1;
    const length = lines.slice(first).findIndex((other) => closingFence.test(other));
    if (length < 0) throw new SyntaxError(`${path}:${i + 1}: this block is not closed`);
    const body = lines.slice(first, first + length);
    examples.push(exampleAt(path, first, body, fence.groups?.["mark"] === undefined));
    i = first + length;
  }
  return examples;
}

function exampleAt(path: string, first: number, lines: readonly string[], runs: boolean): Example {
  const code = `${"\n".repeat(first)}${lines.join("\n").trimEnd()}\n`;
  return { place: `${path}:${first + 1}`, code, runs };
}
