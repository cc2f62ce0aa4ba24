import type { Equivalent } from "./equivalent.ts";

/** Changes of `codegen` that alter nothing. */
export const codegen: readonly Equivalent[] = [
  {
    file: "codegen/src/layout/break-lines.ts",
    code: 'if (indent + textWidth(code) <= 100 && !code.includes("[[")) return code;',
    changes: ["<= -> <"],
    reason: "a line that just fits is read, and stays as it is",
  },
  {
    file: "codegen/src/layout/break-lines.ts",
    code: 'const cut = typeof piece === "string" ? piece.indexOf(" = ") : -1;',
    changes: ["1 -> (1 + 1)"],
    reason: "every number below 0 is no place",
  },
  {
    file: "codegen/src/layout/expression.ts",
    code: "const last = items.length > 1 ? items.at(-1) : undefined;",
    changes: ["> -> >="],
    reason: "an only argument that gets here does not fit on the line either way",
  },
  {
    file: "codegen/src/layout/expression.ts",
    code: "return `() =>\\n${blanks(inner)}${breakItem(readPieces(body), inner, end, false)}`;",
    changes: ["false -> true"],
    reason: "a result does not begin as a member does",
  },
  {
    file: "codegen/src/layout/expression.ts",
    code: "return `${key}\\n${blanks(indent + 2)}${breakItem(pieces, indent + 2, end, false)}`;",
    changes: ["false -> true"],
    reason: "the value of a member does not begin as a member does",
  },
  {
    file: "codegen/src/layout/expression.ts",
    code: "const cut = isCode && operator !== undefined ? text.indexOf(operator) : -1;",
    changes: ["1 -> (1 + 1)"],
    reason: "every number below 0 is no place",
  },
  {
    file: "codegen/src/layout/tree.ts",
    code: 'while (at < code.length && code[at] !== quote) at += code[at] === "\\\\" ? 2 : 1;',
    changes: ["< -> <="],
    reason: "strings of generated code end",
  },
  {
    file: "codegen/src/layout/tree.ts",
    code: "while (at < code.length && code[at] !== close) {",
    changes: ["< -> <="],
    reason: "one more item of an unfinished group is empty, and empty ones are left out",
  },
  {
    file: "codegen/src/node/write-module.ts",
    code: 'const draft = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString("hex")}.tmp`);',
    changes: ["6 -> (6 + 1)"],
    reason: "the name of the draft need only be unlike others",
  },
];
