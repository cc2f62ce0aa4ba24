/**
 * Names that stand for something the reader has at hand, with their types. A docblock may use them as given; its
 * example is then type-checked, but there is nothing to run it with.
 */
const placeholders: Readonly<Record<string, string>> = {
  runner: 'import("@lutra/runner-core").Run',
  syncRunner: 'import("@lutra/runner-core").RunSync',
  connect: '() => Promise<import("@lutra/runner-core").Run>',
  program:
    'import("@lutra/runner-core").Program & import("@lutra/runner-core").TypedProgram<Uint8Array, unknown>',
  input: "Uint8Array",
  bytes: "Uint8Array",
  signature: "Uint8Array",
  file: "Uint8Array",
  ty: 'import("@lutra/bin").Ty',
  defs: 'import("@lutra/bin").TyDef[]',
  readable: "ReadableStream<Uint8Array>",
  writable: "WritableStream<Uint8Array>",
  stream: "{ readable: ReadableStream<Uint8Array>; writable: WritableStream<Uint8Array> }",
  signal: "AbortSignal",
  token: "string",
};

/** Declarations, on one line, of the placeholders that the code uses and does not declare itself. */
export function placeholderDeclarations(code: string): string {
  // What stands in strings and comments is not used.
  const plain = code.replaceAll(/"[^"\n]*"|'[^'\n]*'|\/\/.*/g, '""');
  return Object.entries(placeholders)
    .filter(([name]) => isUsed(name, plain) && !isDeclared(name, plain))
    .map(([name, type]) => `declare const ${name}: ${type}; `)
    .join("");
}

/** Checks if code uses a name: neither as a member (`a.input`) nor a key (`{ input: 1 }`). */
function isUsed(name: string, code: string): boolean {
  return new RegExp(String.raw`(?<![\w$.])${name}(?![\w$]|\??:)`).test(code);
}

/** Checks if code declares a name: as a variable, in a pattern, as a parameter, or by an import. */
function isDeclared(name: string, code: string): boolean {
  return new RegExp(
    String.raw`\b(?:const|let|using|function)\s+(?:\{[^}=]*\b|\[[^\]=]*\b)?${name}\b|\bimport\b[^;]*\b${name}\b[^;]*\bfrom\b|\b${name}\s*(?:,[^()]*)?\)?\s*=>|[(,]\s*${name}\??:`,
  ).test(code);
}
