/** A definition in a source, found without parsing: the source may have mistakes. */
export interface ScannedDefinition {
  readonly keyword: string;
  /** Names that are missing without it. */
  readonly names: readonly string[];
  /** UTF-16 offsets of the first character of its documentation and after its last one; of a module, only its head. */
  readonly start: number;
  /** Offset of its keyword; `start` if it has no documentation. */
  readonly keywordStart: number;
  /** Offset of what follows the keyword. */
  readonly nameStart: number;
  readonly end: number;
  /** Offset of the arrow before the body of a function that says what it returns. */
  readonly arrow: number | undefined;
}

const keyword = /(?<![\p{L}\p{N}_$])(?:external\s+func|func|type|const|module|import|anno)\b/uy;
const names = /`[^`\n]*`|[\p{L}_$][\p{L}\p{N}_$]*/gu;
const startOfName = /\s+[\p{L}_$`]/uy;
const blanks = /\s+/y;
/** Comments, names in backticks, and strings on one line, also without their end. */
const skipped = /#[^\n]*|`[^`\n]*`?|"(?:\\.|[^"\\\n])*"?/y;
const longString = /"""[^]*?"""|"(?:\\[^]|[^"\\])*"/y;
/** A string over several lines that takes definitions in is one whose end is missing. */
const hasDefinition = /\n\s*(?:external|func|type|const|module|import|anno)\b/;

/** Definitions of a source, and how its modules nest. */
export interface ScannedSource {
  /** In their order; those in modules too. */
  readonly definitions: readonly ScannedDefinition[];
  /** Offsets of braces that close no module. */
  readonly strayBraces: readonly number[];
  /** Number of modules whose end is missing. */
  readonly openModules: number;
}

/** Finds the definitions of a source. */
export function scanDefinitions(text: string): ScannedSource {
  const definitions: ScannedDefinition[] = [];
  const strayBraces: number[] = [];
  let openModules = 0;
  let open: Open | undefined;
  /** Start of documentation that has no definition yet. */
  let docsStart: number | undefined;
  const close = (end: number): void => {
    if (open !== undefined) definitions.push(closed(text, open, end));
    open = undefined;
  };
  for (let at = 0; at < text.length;) {
    const skip = matchAt(blanks, text, at) ?? literalAt(text, at);
    if (skip !== undefined) {
      if (skip.startsWith("##")) docsStart ??= at;
      else if (skip.trim() !== "") docsStart = undefined;
      at += skip.length;
      continue;
    }
    const word = matchAt(keyword, text, at);
    if (word !== undefined && startsDefinition(word, text, at + word.length)) {
      const start = docsStart ?? at;
      docsStart = undefined;
      close(start);
      open = { keyword: word, start, keywordStart: at, brackets: [], arrow: undefined };
      at += word.length;
      continue;
    }
    docsStart = undefined;
    const character = text[at]!;
    if (open?.brackets.includes(character) === true) {
      // One that is not closed before it lacks its end.
      open.brackets.length = open.brackets.lastIndexOf(character);
    } else if (character === "}") {
      close(at);
      if (openModules > 0) openModules--;
      else strayBraces.push(at);
    } else if (open !== undefined && Object.hasOwn(closingOf, character)) {
      open.brackets.push(closingOf[character]!);
      if (open.keyword === "module") {
        close(at + 1);
        openModules++;
      }
    }
    if (open?.brackets.length === 0 && open.arrow === undefined && text.startsWith("->", at)) {
      open.arrow = at;
    }
    at++;
  }
  close(text.length);
  return { definitions, strayBraces, openModules };
}

const closingOf: Readonly<Record<string, string>> = { "{": "}", "(": ")", "[": "]" };

interface Open {
  readonly keyword: string;
  readonly start: number;
  readonly keywordStart: number;
  /** Brackets that would close those that are open. */
  readonly brackets: string[];
  arrow: number | undefined;
}

function closed(
  text: string,
  { keyword, start, keywordStart, arrow }: Open,
  end: number,
): ScannedDefinition {
  const nameAt = keywordStart + keyword.length;
  const found = (text.slice(nameAt, end).match(names) ?? []).map((name) =>
    name.replaceAll("`", ""),
  );
  const returns = arrow !== undefined && /\)\s*:/.test(text.slice(keywordStart, arrow));
  return {
    keyword,
    names: keyword === "import" ? found : found.slice(0, 1),
    start,
    keywordStart,
    nameStart: nameAt + (matchAt(blanks, text, nameAt)?.length ?? 0),
    end,
    arrow: keyword === "func" && returns ? arrow : undefined,
  };
}

/** Returns `true` unless a `func` has no name: that is an expression. */
function startsDefinition(word: string, text: string, end: number): boolean {
  return word !== "func" || matchAt(startOfName, text, end) !== undefined;
}

function literalAt(text: string, at: number): string | undefined {
  if (text[at] === '"') {
    const long = matchAt(longString, text, at);
    if (long !== undefined && !hasDefinition.test(long)) return long;
  }
  return matchAt(skipped, text, at);
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
