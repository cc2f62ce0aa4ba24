import { StreamLanguage, type StreamParser, type StringStream } from "@codemirror/language";

const keywords = new Set(
  "anno as const do else enum external for func if import in internal let match module submodule then type where".split(
    " ",
  ),
);
const constants = new Set(["true", "false"]);
const operator = /^(?:->|=>|==|!=|>=|<=|~=|&&|\|\||\?\?|\/\/|\*\*|\.\.|[|=<>+\-*/%!?])/;
const number = /^(?:0[xob][\da-fA-F_]+|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?)/;
const word = /^[\p{Alphabetic}_][\p{Alphabetic}\p{N}_]*/u;

/** Inside of a string, up to the quote that ends it. */
interface State {
  quote: string | undefined;
}

/** Reads Lutra word by word: the lexical rules of the compiler, in as far as an editor shows them. */
export const lutraParser: StreamParser<State> = {
  name: "lutra",
  startState: () => ({ quote: undefined }),
  token: (stream, state) =>
    state.quote === undefined ? outside(stream, state) : inString(stream, state),
  languageData: { commentTokens: { line: "#" }, closeBrackets: { brackets: ["(", "[", "{", '"'] } },
};

/** Colours of Lutra. */
export const lutraLanguage: StreamLanguage<State> = StreamLanguage.define(lutraParser);

function outside(stream: StringStream, state: State): string | null {
  if (stream.eatSpace()) return null;
  if (stream.match(/^#[#!].*/)) return "docComment";
  if (stream.match(/^#.*/)) return "comment";
  const quote = stream.match(/^[sfr]?("""|'''|"|')/) as RegExpMatchArray | null;
  if (quote !== null) {
    state.quote = quote[1];
    return inString(stream, state);
  }
  if (stream.match(/^@[\d:T.Z+-]+/)) return "literal";
  if (stream.match(number)) return "number";
  if (stream.match("::")) return "punctuation";
  if (stream.match(operator)) return "operator";
  if (stream.match(/^`[^`]*`?/)) return "variableName";
  const name = (stream.match(word) as RegExpMatchArray | null)?.[0];
  if (name === undefined) {
    stream.next();
    return "punctuation";
  }
  if (keywords.has(name)) return "keyword";
  if (constants.has(name)) return "bool";
  if (/^\p{Lu}/u.test(name)) return "typeName";
  if (stream.match(/^::/, false)) return "namespace";
  return stream.match(/^\s*\(/, false) ? "variableName.function" : "variableName";
}

function inString(stream: StringStream, state: State): string {
  while (!stream.eol()) {
    if (stream.match(state.quote!)) {
      state.quote = undefined;
      return "string";
    }
    if (stream.next() === "\\") stream.next();
  }
  return "string";
}
