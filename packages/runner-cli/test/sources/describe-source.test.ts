import { fileURLToPath } from "node:url";
import { CompileError, type CompileResult, type Compiler } from "@lutra/compiler";
import type { ProgramKind } from "@lutra/runner-core";
import { expect, test } from "vitest";
import { describeSource } from "../../src/sources/describe-source.ts";
import { fakeIo } from "../fake-io.ts";

const path = fileURLToPath(
  new URL("../../../../examples/programs/movie-search/main.lt", import.meta.url),
);

const refusal = new CompileError([]);

/** Creates a compiler of one function, `main`, that throws what is given for some kinds. */
function compilerThat(throws: Readonly<Partial<Record<ProgramKind, Error>>>): Compiler {
  const compile = async (_: string, kind: ProgramKind): Promise<CompileResult> => {
    const error = throws[kind];
    if (error !== undefined) throw error;
    return { program: { kind } } as CompileResult;
  };
  const definitions = [{ path: ["main"], kind: "function" }];
  const compiler = { check: async () => ({ definitions, compile }), close: async () => {} };
  return compiler as unknown as Compiler;
}

const described = (
  throws: Readonly<Partial<Record<ProgramKind, Error>>>,
): ReturnType<typeof describeSource> =>
  describeSource(path, undefined, { ...fakeIo(), startCompiler: () => compilerThat(throws) });

test("kinds that the compiler refuses are left out", async () => {
  const { programs } = await described({ bytecodeLt: refusal });
  expect(programs.map(({ program }) => program.kind)).toEqual(["sqlPostgres", "sqlDuckDb"]);
});

test("a compiler that fails in another way is an error", async () => {
  const failure = new Error("the compiler has ended");
  await expect(described({ bytecodeLt: refusal, sqlDuckDb: failure })).rejects.toBe(failure);
});
