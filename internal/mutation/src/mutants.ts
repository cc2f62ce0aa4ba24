import ts from "typescript";

/** One change of a source file that its tests should notice. */
export interface Mutant {
  /** Offsets of the replaced characters in the file's text. */
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
  /** `true` if it changes a number, or how often a loop runs. */
  readonly isAmount: boolean;
}

const swapped: ReadonlyMap<ts.SyntaxKind, string> = new Map([
  [ts.SyntaxKind.PlusToken, "-"],
  [ts.SyntaxKind.MinusToken, "+"],
  [ts.SyntaxKind.AsteriskToken, "/"],
  [ts.SyntaxKind.SlashToken, "*"],
  [ts.SyntaxKind.PercentToken, "*"],
  [ts.SyntaxKind.LessThanToken, "<="],
  [ts.SyntaxKind.LessThanEqualsToken, "<"],
  [ts.SyntaxKind.GreaterThanToken, ">="],
  [ts.SyntaxKind.GreaterThanEqualsToken, ">"],
  [ts.SyntaxKind.EqualsEqualsEqualsToken, "!=="],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, "==="],
  [ts.SyntaxKind.AmpersandAmpersandToken, "||"],
  [ts.SyntaxKind.BarBarToken, "&&"],
  [ts.SyntaxKind.AmpersandToken, "|"],
  [ts.SyntaxKind.BarToken, "&"],
  [ts.SyntaxKind.LessThanLessThanToken, ">>"],
  [ts.SyntaxKind.GreaterThanGreaterThanToken, "<<"],
  [ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken, ">>"],
  [ts.SyntaxKind.PlusEqualsToken, "-="],
  [ts.SyntaxKind.MinusEqualsToken, "+="],
]);

/**
 * Returns the mutants of a module: an operator exchanged for its neighbour, a number raised by one, a boolean turned
 * around, a negation dropped, a `throw` left out. Names of milliseconds keep their values, and what only joins strings stays.
 */
export function mutantsOf(text: string): Mutant[] {
  const source = ts.createSourceFile("module.ts", text, ts.ScriptTarget.Latest, true);
  const mutants: Mutant[] = [];
  const replace = (node: ts.Node, replacement: string): void => {
    const isAmount =
      ts.isNumericLiteral(node) || ts.isBigIntLiteral(node) || isEndOfLoop(node.parent);
    mutants.push({ start: node.getStart(source), end: node.end, replacement, isAmount });
  };
  const visit = (node: ts.Node): void => {
    // Types are gone at run time.
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node))
      return;
    if (ts.isBinaryExpression(node)) {
      const replacement = swapped.get(node.operatorToken.kind);
      if (replacement !== undefined && !joinsText(node)) replace(node.operatorToken, replacement);
    } else if (ts.isNumericLiteral(node)) {
      const next = `(${node.getText(source)} + 1)`;
      if (!isDuration(node) && !isNoIndex(node))
        replace(node, isPropertyName(node) ? `[${next}]` : next);
    } else if (ts.isBigIntLiteral(node)) replace(node, `(${node.getText(source)} + 1n)`);
    else if (node.kind === ts.SyntaxKind.TrueKeyword) {
      if (!isOnceOfAbort(node)) replace(node, "false");
    } else if (node.kind === ts.SyntaxKind.FalseKeyword) replace(node, "true");
    else if (ts.isThrowStatement(node)) replace(node, ";");
    else if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
      replace(node, node.operand.getText(source));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return mutants;
}

/** Returns `true` for the `i < 5` of a loop, of which `i <= 5` is another number of rounds. */
function isEndOfLoop(node: ts.Node): boolean {
  return (
    ts.isBinaryExpression(node) &&
    ts.isNumericLiteral(node.right) &&
    ts.isForStatement(node.parent) &&
    node.parent.condition === node
  );
}

/** Returns `true` for the `8` of `{ 8: value }`, also if that takes an object apart. */
function isPropertyName(node: ts.NumericLiteral): boolean {
  const { parent } = node;
  if (ts.isBindingElement(parent)) return parent.propertyName === node;
  return ts.isPropertyAssignment(parent) && parent.name === node;
}

/** Returns `true` for the `1` of `list[index ?? -1]`: nothing is at a place below 0. */
function isNoIndex({ parent }: ts.NumericLiteral): boolean {
  const isNegative =
    ts.isPrefixUnaryExpression(parent) && parent.operator === ts.SyntaxKind.MinusToken;
  const { parent: or } = parent;
  return (
    isNegative &&
    ts.isBinaryExpression(or) &&
    or.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken &&
    ts.isElementAccessExpression(or.parent) &&
    or.parent.argumentExpression === or
  );
}

/** Returns `true` for the value of a name such as `quietMs` or `ms`: tests do not depend on one millisecond more. */
function isDuration({ parent, text }: ts.NumericLiteral): boolean {
  return Number(text) >= 10 && /^ms$|Ms$/.test(nameOf(parent)?.getText() ?? "");
}

/** Returns the name or the expression that a value, or a default, is the one of. */
function nameOf(node: ts.Node): ts.Node | undefined {
  if (
    ts.isVariableDeclaration(node) ||
    ts.isBindingElement(node) ||
    ts.isParameter(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isPropertyAssignment(node)
  )
    return node.name;
  const isDefault =
    ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken;
  return isDefault ? node.left : undefined;
}

/** Returns `true` for an operator with a string beside it: TypeScript refuses any other than `+`. */
function joinsText({ left, right, operatorToken }: ts.BinaryExpression): boolean {
  const isText = (node: ts.Expression): boolean =>
    ts.isStringLiteralLike(node) ||
    ts.isTemplateExpression(node) ||
    (ts.isBinaryExpression(node) && joinsText(node));
  const { kind } = operatorToken;
  const isPlus = kind === ts.SyntaxKind.PlusToken || kind === ts.SyntaxKind.PlusEqualsToken;
  return isPlus && (isText(left) || isText(right));
}

/** Returns `true` for `once: true` of a listener for an abort, which comes once at most. */
function isOnceOfAbort({ parent }: ts.Node): boolean {
  if (!ts.isPropertyAssignment(parent) || parent.name.getText() !== "once") return false;
  const call = parent.parent.parent;
  if (!ts.isCallExpression(call)) return false;
  const [type] = call.arguments;
  return type !== undefined && ts.isStringLiteral(type) && type.text === "abort";
}

/** Returns the text of a module with one change. */
export function mutated(text: string, { start, end, replacement }: Mutant): string {
  return text.slice(0, start) + replacement + text.slice(end);
}
