import { codecFor } from "@lutra/bin";
import { codecsFor, programTypeCodec } from "@lutra/bin/program";
import { programFromBytes } from "@lutra/runner-core";
import type { ProgramCase } from "@lutra-internal/fixtures";
import { bytesFromHex, hexFromBytes } from "@lutra-internal/fixtures/hex";
import { describe, expect, test } from "vitest";
import { PostgresRunner } from "../../src/index.ts";
import { valueOfCase } from "./case-value.ts";
import type { Engine } from "./engine.ts";
import { knownFailures } from "./known-failures.ts";

/** The program cases, and the known facts on them; a test that can read files reads them. */
export interface Corpus {
  readonly cases: readonly ProgramCase[];
  /** Content of `known-failures.txt`. */
  readonly failures: string;
}

/** The table that the cases of `std::sql` read and write. */
const tables = `drop table if exists vec_rows;
create table vec_rows (id int4 not null, label text not null, day date not null, note text);
insert into vec_rows values (1, 'a', '2024-05-06', null), (2, 'b', '1999-12-31', 'x');`;

/** Executes every program that the compiler makes for PostgreSQL, and compares with what the original's engines gave. */
export function testProgramCases(engine: () => Engine, { cases, failures }: Corpus): void {
  const executable = cases.filter(({ postgres }) => postgres.program_hex !== undefined);
  const answered = executable.filter(({ postgres }) => postgres.rows !== undefined);
  const refused = executable.filter(({ postgres }) => postgres.run_error !== undefined);
  const outputs = new Map<string, string>();

  async function outputOf({ name, postgres, input }: ProgramCase): Promise<string> {
    if (name === "sql.00") await engine().execute(tables);
    const runner = new PostgresRunner(engine().adapter);
    const program = programFromBytes(bytesFromHex(postgres.program_hex ?? ""));
    const bytes = await runner.execute(await runner.prepare(program), bytesFromHex(input.hex));
    const hex = hexFromBytes(bytes);
    outputs.set(name, hex);
    return hex;
  }

  describe("a program gives the value of the case", () => {
    test.each(answered.map((each) => [each.name, each] as const))("%s", async (_, each) => {
      expect(await outputOf(each)).toBe(expectedHex(each));
    });
  });

  describe("a program that the server refuses fails with the server's code", () => {
    test.each(refused.map((each) => [each.name, each] as const))("%s", async (_, each) => {
      await expect(outputOf(each)).rejects.toMatchObject({
        name: "RunnerError",
        code: "EXECUTION_ERROR",
        message: `postgres: ${each.postgres.run_error}`,
      });
    });
  });

  test("known-failures.txt lists exactly the cases that differ from the interpreter", () => {
    const differing = cases.filter((each) => {
      const output = outputs.get(each.name);
      return output === undefined || output !== interpreterHex(each);
    });
    expect(differing.map(({ name }) => name)).toEqual([...knownFailures(failures).keys()]);
  });
}

/** Returns PostgreSQL's result, which equals the interpreter's unless the case says otherwise. */
function expectedHex(each: ProgramCase): string {
  const { value } = each.postgres;
  if (value === undefined) return interpreterHex(each) ?? "";
  const { output, defs } = programTypeCodec.decode(bytesFromHex(each.program_type_hex));
  return hexFromBytes(codecFor(output, defs).encode(valueOfCase(value, output, defs)));
}

/** Returns the canonical output of the interpreter, if it has one. */
function interpreterHex(each: ProgramCase): string | undefined {
  const found = each.interpreter.output;
  if (found === undefined) return undefined;
  const { output } = codecsFor(bytesFromHex(each.program_type_hex));
  return hexFromBytes(output.encode(output.decode(bytesFromHex(found.hex))));
}
