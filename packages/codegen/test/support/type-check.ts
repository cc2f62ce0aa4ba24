import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

/** Folder in which packages are found as in a package that depends on them. */
const folder = dirname(fileURLToPath(new URL("../", import.meta.url)));

/** Every flag that makes the compiler stricter, and those that make it accept only what runs with its types removed. */
const options: ts.CompilerOptions = {
  allowImportingTsExtensions: true,
  allowUnreachableCode: false,
  allowUnusedLabels: false,
  customConditions: ["@lutra/source"],
  declaration: true,
  erasableSyntaxOnly: true,
  exactOptionalPropertyTypes: true,
  isolatedDeclarations: true,
  isolatedModules: true,
  lib: ["lib.es2023.d.ts", "lib.dom.d.ts", "lib.esnext.disposable.d.ts"],
  module: ts.ModuleKind.NodeNext,
  noEmit: true,
  noFallthroughCasesInSwitch: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noPropertyAccessFromIndexSignature: true,
  noUncheckedIndexedAccess: true,
  noUncheckedSideEffectImports: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  skipLibCheck: true,
  strict: true,
  target: ts.ScriptTarget.ES2023,
  types: [],
  verbatimModuleSyntax: true,
};

/** Returns what the compiler says of modules under every strict flag, by the index of the module. */
export function typeErrors(texts: readonly string[]): readonly string[] {
  const names = texts.map((_, i) => join(folder, "test", `module${i}.ts`));
  const files = new Map(names.map((name, i) => [name, texts[i]!]));
  const host = ts.createCompilerHost(options);
  const program = ts.createProgram(names, options, {
    ...host,
    fileExists: (name) => files.has(name) || host.fileExists(name),
    readFile: (name) => files.get(name) ?? host.readFile(name),
    getSourceFile: (name, target, ...rest) => {
      const text = files.get(name);
      return text === undefined
        ? host.getSourceFile(name, target, ...rest)
        : ts.createSourceFile(name, text, target);
    },
  });
  return names.flatMap((name, i) => {
    const file = program.getSourceFile(name);
    return [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
      ...program.getDeclarationDiagnostics(file),
    ].map(({ messageText, start = 0 }) => {
      const line = texts[i]!.slice(texts[i]!.lastIndexOf("\n", start) + 1, start + 80);
      return `module ${i}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}\n${line}`;
    });
  });
}
