import { createRandom, type Random } from "@lutra-internal/testing";
import { type AnyCodec, codecFor, type Codec } from "@lutra/bin";
import { compileCodec } from "@lutra/bin/jit";
import { expect, it } from "vitest";
import { generateModule } from "../src/index.ts";
import { standardCodecsOf } from "../src/types/value-options.ts";
import { evaluated } from "./support/modules.ts";
import { type RandomModule, randomModule } from "./support/random-module.ts";
import { typeErrors } from "./support/type-check.ts";

/** Number of modules. A long run: `LUTRA_LONG_TESTS=1 npx vitest run packages/codegen/test/random-modules.test.ts`. */
const isLong = process.env["LUTRA_LONG_TESTS"] !== undefined;
const seeds = isLong ? Array.from({ length: 40 }, (_, i) => i + 1) : [0, 21];
const modulesPerSeed = isLong ? 50 : 12;

/** The compiler reads the sources of all packages first. */
const patienceMs = isLong ? 3_600_000 : 120_000;

function modulesOf(seed: number): readonly RandomModule[] {
  const random = createRandom(seed);
  return Array.from({ length: modulesPerSeed }, () => randomModule(random));
}

function textOf({ sources, options }: RandomModule): string {
  return generateModule(sources, options).text;
}

it.each(seeds)(
  "modules of hard names and types compile under every strict flag: %d",
  { timeout: patienceMs },
  (seed) => {
    expect(typeErrors(modulesOf(seed).map(textOf))).toEqual([]);
  },
);

/** Returns the result of a call in a form that can be compared. */
function outcome(call: () => unknown): unknown {
  try {
    return { value: call() };
  } catch (error) {
    const { name, message, offset, path } = error as Error & { offset?: number; path?: string };
    return { name, message, offset, path };
  }
}

/** Returns bytes that are often a value: pointers and lengths are small if most are zero. */
function randomBytes(random: Random, headBytes: number): Uint8Array {
  const length = random.oneIn(3) ? random.below(60) : headBytes + random.below(30);
  return Uint8Array.from({ length }, () =>
    random.oneIn(9) ? random.below(256) : random.oneIn(4) ? random.below(9) : 0,
  );
}

/** Puts something else into one place of a value. */
function spoiled(random: Random, value: unknown): unknown {
  if (typeof value !== "object" || value === null || random.oneIn(4)) {
    return random.pick([undefined, null, 0.5, -1, 2 ** 40, 5n, "text", {}, [], true, new Date()]);
  }
  if (value instanceof Uint8Array || value instanceof Date) return "text";
  const keys = Object.keys(value);
  if (keys.length === 0) return [undefined];
  const key = random.pick(keys);
  const part = spoiled(random, (value as Readonly<Record<string, unknown>>)[key]);
  if (Array.isArray(value))
    return value.map((each: unknown, i) => (String(i) === key ? part : each));
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, name === key ? part : each]),
  );
}

/** Codecs of one program in a module. */
interface MadeProgram {
  readonly input: Codec<unknown>;
  readonly output: Codec<unknown>;
}

it.each(seeds)(
  "modules of hard names and types do what codecs of their types do: %d",
  async (seed) => {
    const random = createRandom(seed);
    const modules = modulesOf(seed);
    const seen = { values: 0, errors: 0 };
    for (const each of modules) {
      const module = await evaluated(textOf(each));
      const made = Object.values(module).filter(isProgram);
      expect(made).toHaveLength(each.sources.length);
      const options = { standard: standardCodecsOf(each.options.values ?? {}) };
      for (const { input, output, defs, programs } of each.sources) {
        const own = made.find(
          (program) => program.programs.at(-1)?.hash === programs.at(-1)!.hash,
        )!;
        const codecs = [input, output].map((ty) => codecFor(ty, defs, options));
        compare(random, own, codecs as [Codec<unknown>, Codec<unknown>], seen);
      }
    }
    expect(Math.min(seen.values, seen.errors)).toBeGreaterThan(modules.length);
  },
);

function isProgram(value: unknown): value is MadeProgram & { programs: { hash: string }[] } {
  return typeof value === "object" && value !== null && "input" in value && "programs" in value;
}

function compare(
  random: Random,
  own: MadeProgram,
  [input, output]: readonly [Codec<unknown>, Codec<unknown>],
  seen: { values: number; errors: number },
): void {
  const [inputJit, outputJit] = [input, output].map((codec: AnyCodec) => compileCodec(codec));
  for (let round = 0; round < 30; round++) {
    const bytes = randomBytes(random, output.headBytes);
    const decoded = outcome(() => output.decode(bytes));
    expect(outcome(() => own.output.decode(bytes))).toEqual(decoded);
    expect(outcome(() => outputJit!.decode(bytes))).toEqual(decoded);
    const given = outcome(() => input.decode(randomBytes(random, input.headBytes))) as {
      readonly value?: unknown;
    };
    const isValue = Object.hasOwn(given, "value");
    seen[isValue ? "values" : "errors"]++;
    const value = isValue && round % 2 === 0 ? given.value : spoiled(random, given.value);
    const encoded = outcome(() => input.encode(value));
    expect(outcome(() => own.input.encode(value))).toEqual(encoded);
    expect(outcome(() => inputJit!.encode(value as never))).toEqual(encoded);
  }
}
