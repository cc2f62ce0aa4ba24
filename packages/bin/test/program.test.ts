import {
  benchProgram,
  benchProgramNames,
  bytesFromHex,
  programCases,
  showcase,
  showcaseNames,
  vectors,
} from "@lutra-internal/fixtures";
import { describe, expect, it } from "vitest";
import { programCodec, programTypeCodec } from "../src/program.ts";

interface Compiled {
  readonly name: string;
  readonly programs: readonly Uint8Array[];
  readonly programType: Uint8Array;
}

const hex = (digits: string | undefined): readonly Uint8Array[] =>
  digits === undefined ? [] : [bytesFromHex(digits)];

const compiled: readonly Compiled[] = [
  ...vectors().programs.map((vector, i) => ({
    name: `vector ${i} ${vector.repr}`,
    programs: hex(vector.program),
    programType: bytesFromHex(vector.programType),
  })),
  ...programCases().map((case_) => ({
    name: `case ${case_.name}`,
    programs: [
      ...hex(case_.interpreter.program_hex),
      ...hex(case_.postgres.program_hex),
      ...hex(case_.duckdb.program_hex),
    ],
    programType: bytesFromHex(case_.program_type_hex),
  })),
  ...[...showcaseNames(), "sql-tables/archive-orders", "sql-tables/top-customers"].map((name) => {
    const { bytecodeLt, sqlPostgres, sqlDuckDb, programType } = showcase(name);
    const programs = [bytecodeLt, sqlPostgres, sqlDuckDb].filter((bytes) => bytes !== undefined);
    return { name: `showcase ${name}`, programs, programType };
  }),
  ...benchProgramNames().map((name) => {
    const { program, programType } = benchProgram(name);
    return { name: `benchmark ${name}`, programs: [program], programType };
  }),
];

describe("programCodec", () => {
  it.each(compiled)("writes the programs of $name as the compiler did", ({ programs }) => {
    for (const bytes of programs) {
      expect(programCodec.encode(programCodec.decode(bytes))).toEqual(bytes);
    }
  });
});

describe("programTypeCodec", () => {
  it.each(compiled)("writes the signature of $name as the compiler did", ({ programType }) => {
    expect(programTypeCodec.encode(programTypeCodec.decode(programType))).toEqual(programType);
  });
});
