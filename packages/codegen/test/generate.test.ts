import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createRandom } from "@lutra-internal/testing";
import { randomProgramType } from "@lutra-internal/testing/printed-types";
import { codecFor, type Codec, type Ty } from "@lutra/bin";
import { programCodec, type ProgramType } from "@lutra/bin/program";
import { expect, it } from "vitest";
import {
  generateModule,
  type InputFile,
  type ModuleOptions,
  readArtefacts,
  type ValueOptions,
} from "../src/index.ts";
import { generate, readConfig } from "../src/node.ts";
import { standardCodecsOf } from "../src/types/value-options.ts";
import { bundled, evaluated, formatted } from "./support/modules.ts";
import { tortureFiles } from "./support/torture.ts";

const golden = fileURLToPath(new URL("../../../internal/fixtures/generated/", import.meta.url));

/** Golden modules, in the order of their settings. */
const goldenNames: readonly string[] = [
  "showcase",
  "torture",
  "values",
  "combinators",
  "brands",
  "brand-combinators",
];

/** Writes the golden artefacts and modules anew. */
const isUpdate = process.env["LUTRA_UPDATE"] !== undefined;

/** Number of random programs. A long run: `LUTRA_LONG_TESTS=1 npx vitest run packages/codegen`. */
const count = process.env["LUTRA_LONG_TESTS"] === undefined ? 15 : 2_000;

/** Returns the files of a program that does nothing. */
function fileOf(name: string, { input, output, defs }: ProgramType): InputFile {
  const value = { sql: "", inputTy: input, outputTy: output, defs };
  const bytes = programCodec.encode({ tag: "sqlDuckDb", value });
  return { path: `${name}/program.sql-duckdb.rr.ld`, bytes };
}

/** Returns programs of random types. */
function randomPrograms(seed: number, length: number): readonly ProgramType[] {
  const random = createRandom(seed);
  return Array.from({ length }, () => randomProgramType(random));
}

it("keeps the golden programs as they are described", () => {
  for (const { path, bytes } of tortureFiles()) {
    const file = join(golden, "torture", path);
    if (isUpdate) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, bytes);
    }
    expect([path, new Uint8Array(readFileSync(file))]).toEqual([path, new Uint8Array(bytes)]);
  }
});

it("generates the golden modules", async () => {
  const results = await generate(await readConfig(golden), { cwd: golden, check: !isUpdate });
  expect(results.map(({ path, status, error }) => [path, error ?? status])).toEqual(
    goldenNames.map((name) => [
      `${name}.lutra.ts`,
      expect.stringMatching(/^(?:unchanged|written)$/),
    ]),
  );
});

it("leaves nothing to the formatter", async () => {
  const files = randomPrograms(20_261_129, count).map((types, i) => fileOf(`p${i}`, types));
  const sources = await readArtefacts(files);
  const text = (codecs: ModuleOptions["codecs"], brand: ModuleOptions["brand"] = []): string =>
    generateModule(sources, { name: "random", codecs, brand }).text;
  const texts = {
    ...Object.fromEntries(
      goldenNames.map((name) => [
        `${name}.ts`,
        readFileSync(join(golden, `${name}.lutra.ts`), "utf8"),
      ]),
    ),
    "random.ts": text("code"),
    "random-brands.ts": text("code", ["**"]),
    "random-combinators.ts": text("combinators"),
  };
  expect(formatted(texts)).toEqual(texts);
});

it("does not depend on the order of files and programs", async () => {
  const files = tortureFiles();
  const random = createRandom(5);
  const shuffled = [...files].sort(() => random.below(3) - 1);
  const sources = await readArtefacts(files);
  const options = { name: "torture" };
  const { text } = generateModule(sources, options);
  expect(generateModule(await readArtefacts(shuffled), options).text).toBe(text);
  expect(generateModule([...sources].reverse(), options).text).toBe(text);
});

it("makes modules that do nothing when they are imported, and no code of strings", async () => {
  for (const name of goldenNames) {
    const path = join(golden, `${name}.lutra.ts`);
    expect(readFileSync(path, "utf8")).not.toMatch(/\beval\b|\bFunction\b/);
    expect(await bundled(`import ${JSON.stringify(path)};`)).toBe("");
  }
});

/** Returns the result of a call in a form that can be compared. */
function outcome(call: () => unknown): unknown {
  try {
    return { value: call() };
  } catch (error) {
    const { name, message, offset, path } = error as Error & { offset?: number; path?: string };
    return { name, message, offset, path };
  }
}

const allForms: ValueOptions = {
  int64: "number",
  date: "iso",
  timestamp: "js",
  time: "iso",
  duration: "iso",
  decimal: "text",
};

const choices: readonly Pick<ModuleOptions, "brand" | "codecs" | "values">[] = [
  {},
  { values: allForms },
  { values: { date: "js", timestamp: "iso" } },
  { codecs: "combinators" },
  { codecs: "combinators", values: allForms },
  { brand: ["**"] },
  { brand: ["shop::*"], codecs: "combinators", values: allForms },
];

it.each(choices)(
  "makes programs whose halves do what the codecs of their types do: %j",
  async ({ brand, codecs, values = {} }) => {
    const programs = randomPrograms(7, count);
    const files = programs.map((types, i) => fileOf(`p${i}`, types));
    const { text } = generateModule(await readArtefacts(files), {
      name: "random",
      brand,
      codecs,
      values,
    });
    const options = { standard: standardCodecsOf(values) };
    const module = await evaluated(text);
    const random = createRandom(8);
    for (const [i, { input, output, defs }] of programs.entries()) {
      const made = module[`p${i}`] as { input: Codec<unknown>; output: Codec<unknown> };
      const encoding = codecFor(input, defs, options);
      const decoding = codecFor(output, defs, options);
      for (let round = 0; round < 20; round++) {
        const bytes = Uint8Array.from({ length: random.below(60) }, () =>
          random.oneIn(3) ? random.below(256) : random.below(4),
        );
        expect(outcome(() => made.output.decode(bytes))).toEqual(
          outcome(() => decoding.decode(bytes)),
        );
        const value = outcome(() => encoding.decode(bytes)) as { value?: unknown };
        expect(outcome(() => made.input.encode(value.value))).toEqual(
          outcome(() => encoding.encode(value.value)),
        );
      }
    }
  },
);

it("leaves out what the settings leave out", async () => {
  const sources = await readArtefacts(tortureFiles(), { include: ["call", "scalars"] });
  const text = (options: object): string => generateModule(sources, { name: "x", ...options }).text;
  expect(text({})).toContain("export class XClient extends ModuleClient {");
  expect(text({ client: false })).not.toContain("class");
  expect(text({ sync: true })).toContain("export class XClientSync extends ModuleClientSync {");
  expect(text({ programs: "hash" })).toContain('programReference(\n  "sqlPostgres",');
  expect(text({ programs: "hash" })).not.toContain("embeddedProgram");
  expect(text({ programs: "none" })).not.toMatch(/Program|Client/);
  expect(text({ codecs: "none" })).not.toMatch(/Codec|Client|readScalars/);
  expect(text({ codecs: "none", programs: "none" })).not.toContain("import");
  expect(text({ names: { ScalarsInput: "Everything" } })).toContain("interface Everything {");
});

it("writes the functions of equal types once", async () => {
  const bare = (kind: Ty["kind"], variantsRecursive: number[] = []): Ty => {
    return { kind, layout: null, name: null, variantsRecursive };
  };
  const scalar = (name: string): Ty => bare({ tag: "ident", value: ["std", name] });
  const option = (ty: Ty, variantsRecursive: number[] = []): Ty => {
    const variants = [
      { name: "none", ty: bare({ tag: "tuple", value: [] }) },
      { name: "some", ty },
    ];
    return bare({ tag: "enum", value: variants }, variantsRecursive);
  };
  const list = (ty: Ty): Ty => bare({ tag: "array", value: ty });
  const int = (): Ty => option(scalar("Int32"));
  const types = { a: int(), b: int(), c: list(int()), d: list(int()), e: option(scalar("Text")) };
  // The tag of such an option is followed by a pointer.
  const all = { ...types, f: option(scalar("Int32"), [1]) };
  const fields = Object.entries(all).map(([name, ty]) => ({ name, ty }));
  const input = bare({ tag: "tuple", value: fields });
  const program = { input, output: input, defs: [] };
  const { text } = generateModule(await readArtefacts([fileOf("p", program)]), { name: "once" });
  const names = [...text.matchAll(/^function read(\w*Option\w*)/gm)].map(([, name]) => name);
  expect(names).toEqual(["Int32Option", "TextValueOption", "Int32Option2", "Int32OptionList"]);
  const module = await evaluated(text);
  const made = module["pInputCodec"] as Codec<unknown>;
  const value = { a: 1, b: null, c: [2, null], d: [3], e: "x", f: 4 };
  expect(made.encode(value)).toEqual(codecFor(input, []).encode(value));
  expect(made.decode(made.encode(value))).toEqual(value);
});
