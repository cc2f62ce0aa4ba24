import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Problems } from "./run-steps.ts";
import { root } from "./workspace.ts";

/** Words that leave the first sentence of a docblock without a verb or a noun. */
const headless = /^(?:What|How|Whether|Who|Whose|Where|Why|Which|That|When)\b/;

/** Beginning of a function or method; getters and constructors are named by nouns. */
const functionStart =
  /^\s*(?:(?:export )?(?:async )?function\b|(?:export )?const \w+ = (?:async )?\(|(?:(?:static|async|override|private|protected) |[*#])*(?!(?:constructor|if|for|while|switch|catch)\b)[\w#]+(?:<[^(]*>)?\()/;

/** First word that is a verb in the third person, as far as its letters tell; a noun often goes on with "of". */
const verb = /^(?!(?:As|Always|Its|This)\b)[A-Z][a-z-]+s\b(?! of\b)|^(?:Says|Tests) of\b/;

/** Phrases that docs/style.md replaces, and the replacement to suggest. */
const phrases: readonly (readonly [phrase: RegExp, instead: string])[] = [
  [
    /(?<!\b(?:leaves?|left|leaving)\b.*)\b[Bb]ehind\b(?! (?:[\w-]+ ){0,3}(?:\$\{)?(?:prox|(?:\w*B|b)alancer|HAProxy|nginx|pooler|gateway|pointer|subpath|address))/,
    '"after"',
  ],
  [/\b[Aa] text\b(?![/-]| (?:column|parameter|value|file|encoding|field|editor))/, '"a string"'],
  [/\b(?:gives?|gave|giving|given) back\b/i, '"returns"'],
  [/(?<!")\bnobody\b(?![\\"@])/i, '"no one"'],
  [/\bwho(?:m|so)?ever\b/i, '"the caller", or whose part it is'],
  [/\bof one's own\b/i, '"its own" or "your own"'],
  [/\b(?:has|have|had) no form\b/i, '"is invalid because ...", "cannot be represented"'],
  [/\b(?:is|are) what\b/i, "the noun itself"],
  [/\b(?<!be )[Rr]aise[sd]\b(?! by)/, '"throws" or "rejects with"'],
  [/\bpackets?\b/i, '"frame" or "message"'],
  [/\bserializers?\b/i, '"codec"'],
];

/**
 * Returns what docs/style.md refuses in a source file or page: docblocks that open without a verb or a noun, those of
 * functions without a verb, and the phrases of its word list. Comments and strings of sources are read, sentences of pages; code in pages is not.
 */
export function proseProblems(path: string, text: string): Problems {
  const markdown = path.endsWith(".md");
  const lines = (markdown ? withoutCode(text) : text).split("\n");
  return lines.flatMap((line, index) => {
    const problem =
      (markdown ? undefined : openingProblem(lines, index)) ??
      phraseProblem(markdown ? line : sentencesOf(path, line));
    return problem === undefined ? [] : [`${path}:${index + 1}: ${problem}`];
  });
}

function openingProblem(lines: readonly string[], index: number): string | undefined {
  const line = lines[index] ?? "";
  const opening =
    /^\s*\/\*\* (.*)/.exec(line)?.[1] ??
    (/^\s*\/\*\*$/.test(lines[index - 1] ?? "") ? /^\s*\* (.*)/.exec(line)?.[1] : undefined);
  if (opening === undefined || opening.startsWith("@")) return undefined;
  const word = headless.exec(opening)?.[0];
  if (word !== undefined) return `a docblock opens with a verb or a noun, not with "${word}"`;
  const end = lines.findIndex((each, at) => at >= index && each.includes("*/"));
  if (!functionStart.test(lines[end + 1] ?? "")) return undefined;
  if (verb.test(opening)) return undefined;
  return `the docblock of a function opens with a verb in the third person, not with "${opening.split(" ")[0]}"`;
}

/** Returns the comment or the strings of a line of source. Strings of tests are data, or names for authors only. */
function sentencesOf(path: string, line: string): string {
  const comment = /^\s*(?:\/\*\*|\*|\/\/).*|\s\/\/ .*/.exec(line)?.[0];
  if (comment !== undefined || /(?:^|\/)test\//.test(path)) return comment ?? "";
  return (line.match(/"[^"]+"|`[^`]+`|^\s*`.*|.*`[,;)]*$/g) ?? []).join(" ");
}

function phraseProblem(line: string): string | undefined {
  for (const [phrase, instead] of phrases) {
    const found = phrase.exec(line)?.[0];
    if (found !== undefined) return `write ${instead} instead of "${found}"`;
  }
  return undefined;
}

/** Empties fenced blocks and inline code; lines keep their numbers. */
function withoutCode(text: string): string {
  return text
    .replaceAll(/^```[\s\S]*?^```/gm, (block) => block.replaceAll(/[^\n]/g, ""))
    .replaceAll(/`[^`\n]*`/g, "``");
}

/** Checks the sentences of all tracked sources and pages. */
export function checkProse(): Problems {
  const git = spawnSync("git", ["ls-files", "-z", "*.ts", "*.mjs", "*.md"], {
    cwd: root,
    encoding: "utf8",
  });
  if (git.status !== 0) return [`git ls-files failed: ${git.stderr}`];
  return git.stdout
    .split("\0")
    .filter((path) => path !== "" && !exempt.test(path))
    .flatMap((path) => proseProblems(path, readFileSync(join(root, path), "utf8")));
}

/** The page that lists the phrases, this rule and its tests, generated code, and changelogs, which changesets wrote. */
const exempt =
  /\.lutra\.ts$|^docs\/style\.md$|^internal\/checks\/(?:src|test)\/prose|CHANGELOG\.md$/;
