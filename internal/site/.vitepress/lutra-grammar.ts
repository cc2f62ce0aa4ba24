import type { LanguageInput } from "vitepress";

/** Colours of Lutra in code blocks: the words that the compiler's lexer knows. */
export const lutraGrammar: LanguageInput = {
  name: "lt",
  displayName: "Lutra",
  scopeName: "source.lutra",
  repository: {},
  patterns: [
    { match: "##?.*$", name: "comment.line.number-sign.lutra" },
    { begin: '"', end: '"', name: "string.quoted.double.lutra" },
    { match: "@[0-9][0-9:T.+-]*", name: "constant.other.date.lutra" },
    { match: "\\b\\d[\\d_]*(\\.\\d+)?\\b", name: "constant.numeric.lutra" },
    {
      match:
        "\\b(anno|as|const|do|else|enum|external|for|func|if|import|in|internal|let|match|module|submodule|then|type|where)\\b",
      name: "keyword.control.lutra",
    },
    { match: "\\b(true|false)\\b", name: "constant.language.lutra" },
    { match: "\\b[A-Z]\\w*\\b", name: "entity.name.type.lutra" },
    { match: "\\b\\w+(?=\\s*\\()", name: "entity.name.function.lutra" },
    { match: "->|=>|==|!=|<=|>=|&&|\\|\\||[|=<>+*/%-]", name: "keyword.operator.lutra" },
  ],
};
