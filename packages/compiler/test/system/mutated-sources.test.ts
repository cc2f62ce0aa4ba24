// Sources that were changed at random give a result, diagnostics or a coded crash, and the next call works.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createRandom, type Random } from "@lutra-internal/testing";
import { CompileError, type Compiler } from "@lutra/compiler";
import { isCompilerBuilt } from "@lutra/compiler/node";
import { isRunnerError } from "@lutra/runner-core";
import { afterAll, describe, expect, test } from "vitest";
import { startCompiler } from "@lutra-internal/testing/compiler";

const rounds = Number(process.env["LUTRA_MUTATED_SOURCES"] ?? 2000);

const folder = fileURLToPath(new URL("../../../../examples/programs/", import.meta.url));
const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith("main.lt"))
  .map((path) => readFileSync(folder + path, "utf8"));

/** Changes one place: drops it, doubles it, or puts something in from elsewhere. */
function mutated(source: string, random: Random): string {
  const at = random.below(source.length);
  const length = random.below(12);
  const donor = random.pick(sources);
  const from = random.below(donor.length);
  const [before, part, after] = [
    source.slice(0, at),
    source.slice(at, at + length),
    source.slice(at + length),
  ];
  const odd = [
    "",
    part + part,
    donor.slice(from, from + length),
    "(",
    "}",
    '"',
    "\u0000",
    "😀",
    "main(x)",
  ];
  return before + random.pick(odd) + after;
}

/** Returns the outcome of compiling, as its user sees it. */
async function outcome(compiler: Compiler, source: string): Promise<string> {
  try {
    const project = await compiler.check(source);
    await project.compile("main", "bytecodeLt");
    return "compiled";
  } catch (error) {
    if (error instanceof CompileError) return error.diagnostics.length > 0 ? "refused" : "silent";
    if (isRunnerError(error)) return error.code ?? "no code";
    return String(error);
  }
}

describe.skipIf(!isCompilerBuilt())("the compiler (npm run build:compiler)", () => {
  const compiler = startCompiler({ timeoutMs: 20_000 });
  afterAll(() => compiler.close());

  test(`ends well for ${rounds} sources that were changed`, async () => {
    const random = createRandom(7);
    const counts = new Map<string, number>();
    for (let round = 0; round < rounds; round++) {
      let source = random.pick(sources);
      for (let changes = random.below(3); changes >= 0; changes--) source = mutated(source, random);
      const ending = await outcome(compiler, source);
      counts.set(ending, (counts.get(ending) ?? 0) + 1);
    }
    const known = new Set(["compiled", "refused", "COMPILER_CRASHED", "TIMEOUT"]);
    expect([...counts.keys()].filter((ending) => !known.has(ending))).toEqual([]);
    expect(counts.get("refused")).toBeGreaterThan(rounds / 4);
    expect(await outcome(compiler, sources[0]!)).toBe("compiled");
    console.log(Object.fromEntries(counts));
  });
});
