import { bytesFromHex, type ProgramCase, programCases } from "@lutra-internal/fixtures";

/** The published programs: case and name. */
const published: readonly (readonly [id: string, name: string])[] = [
  ["scalar.06", "Int64 beyond 2^53"],
  ["scalar.12", "Text beyond ASCII"],
  ["scalar.14", "nothing"],
  ["scalar.19", "Decimal"],
  ["input.scalar.11", "the input, a Text"],
  ["input.unused.01", "an input that is not used"],
  ["input.tuple.01", "sum and difference"],
  ["input.array.02", "the input, an array of Text"],
  ["input.array.06", "the input, an array of Uint64"],
  ["input.array.10", "the input, an array of options"],
  ["input.array.17", "filter and map"],
  ["input.option.00", "the input, an option"],
  ["input.enum.03", "the input, an enum"],
  ["input.recursive.00", "the input, a tree"],
  ["array.26", "sum"],
  ["array.33", "rank"],
  ["control.04", "if"],
  ["text.01", "length of a Text"],
  ["math.02", "power"],
  ["ops.arith.09", "Float64 arithmetic"],
  ["ops.decimal.00", "Decimal arithmetic"],
  ["error.01", "remainder of ten"],
];

/** Returns the text of `src/corpus-data.ts`. A database's program is published if it gives the interpreter's value. */
export function corpusSource(): string {
  const cases = new Map(programCases().map((each) => [each.name, each]));
  const lines = published.map(([id, name]) => {
    const each = cases.get(id);
    if (each === undefined) throw new TypeError(`no case is called ${id}`);
    return lineOf(each, name);
  });
  return `// Written by test/write-corpus.ts: do not edit.

/**
 * The published programs, one a line, with tabs between name, source, \`rr::ProgramType\`, input, output, and the
 * program as bytecode, for PostgreSQL and for DuckDB; bytes in Base64. No output: the program must fail.
 */
export const corpusText: string = String.raw\`
${lines.join("\n")}
\`;
`;
}

function lineOf(each: ProgramCase, name: string): string {
  const { interpreter, postgres, duckdb } = each;
  const fails = interpreter.panic !== undefined;
  const programs = [
    interpreter.program_hex,
    ...[postgres, duckdb].map((engine) =>
      engine.agrees === true || fails ? engine.program_hex : undefined,
    ),
  ];
  return [
    name,
    each.source.replaceAll(/\s+/g, " ").trim(),
    base64(each.program_type_hex),
    base64(each.input.hex),
    interpreter.output === undefined ? "fails" : base64(interpreter.output.hex),
    ...programs.map((hex) => base64(hex ?? "")),
  ].join("\t");
}

function base64(hex: string): string {
  return Buffer.from(bytesFromHex(hex)).toString("base64");
}
