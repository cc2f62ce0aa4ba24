// The compiler as WebAssembly gives the bytes of the native one.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { programCases } from "@lutra-internal/fixtures";
import { CompileError, type Compiler } from "@lutra/compiler";
import { isCompilerBuilt } from "@lutra/compiler/node";
import type { ProgramKind } from "@lutra/runner-core";
import { afterAll, describe, expect, test } from "vitest";
import { startCompiler } from "@lutra-internal/testing/compiler";
import { buildPeer, compileOnPeer } from "../../src/index.ts";

const { path: peer } = await buildPeer();

/** Vectors that are compiled: every one of these many, since each starts a compiler three times. */
const everyNth = Number(process.env["LUTRA_COMPILE_EVERY"] ?? 8);

const externals: Readonly<Record<ProgramKind, readonly string[]>> = {
  bytecodeLt: ["repr:bytecode-lt"],
  sqlPostgres: ["repr:sql-pg", "std::sql"],
  sqlDuckDb: ["repr:sql-duckdb", "std::sql", "std::fs"],
};

const folder = fileURLToPath(new URL("../../../../examples/programs/", import.meta.url));
const showcases = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith("main.lt"))
  .map((path): [name: string, source: string] => [path, readFileSync(folder + path, "utf8")]);
const vectors = programCases()
  .filter((_, index) => index % everyNth === 0)
  .map(({ name, source }): [name: string, source: string] => [name, source]);

/** The program's bytes; `undefined` if it does not compile. */
type Compile = (source: string, kind: ProgramKind) => Promise<Uint8Array | undefined>;

const natively: Compile = async (source, kind) => {
  try {
    const [bytes] = await compileOnPeer(peer!, {
      source,
      externals: externals[kind],
      programs: ["main"],
    });
    return bytes;
  } catch {
    return undefined;
  }
};

const onWasm =
  (compiler: Compiler): Compile =>
  async (source, kind) => {
    try {
      const project = await compiler.check(source);
      return (await project.compile("main", kind)).program.bytes;
    } catch (error) {
      if (error instanceof CompileError) return undefined;
      if ((error as { code?: unknown }).code === "COMPILER_CRASHED") return undefined;
      throw error;
    }
  };

describe.skipIf(peer === undefined || !isCompilerBuilt())(
  "the compiler as WebAssembly (npm run build:compiler)",
  () => {
    const compiler = startCompiler();
    afterAll(() => compiler.close());

    test.each([...showcases, ...vectors])("compiles %s to the native bytes", async (_, source) => {
      for (const kind of Object.keys(externals) as ProgramKind[]) {
        expect(await onWasm(compiler)(source, kind)).toEqual(await natively(source, kind));
      }
    });
  },
);
