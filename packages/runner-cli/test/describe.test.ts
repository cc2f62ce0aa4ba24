import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { codecFor, completeTypes, type Ty, type TyKind } from "@lutra/bin";
import { codecsFor, programCodec, programTypeCodec } from "@lutra/bin/program";
import { parseJson, parseSource } from "@lutra/bin/parse";
import { renderJson, renderSource } from "@lutra/bin/render";
import { showcase, showcaseNames } from "@lutra-internal/fixtures";
import { createRandom } from "@lutra-internal/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exampleOf } from "../src/program/example-of.ts";
import { typeText } from "../src/program/type-text.ts";
import { main } from "../src/index.ts";
import { fakeIo, lutra } from "./fake-io.ts";
import { printedTypes, randomProgramType } from "@lutra-internal/testing/printed-types";
import { typeOf } from "./type-of.ts";

const programs = fileURLToPath(new URL("../../../examples/programs/", import.meta.url));
const movies = join(programs, "movie-search");

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "lutra-describe-"));
});
afterAll(() => rm(scratch, { recursive: true }));

test("a program is described, names expanded", async () => {
  const { code, out, err } = await lutra("describe", join(movies, "program.bytecode-lt.rr.ld"));
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toMatch(/^kind {7}bytecode-lt\nruns on {4}interpreter, or a server that has one$/m);
  expect(out).toMatch(/^size {7}1,708 bytes\nsha256 {5}[0-9a-f]{64}$/m);
  expect(out).toMatch(/^externals +std::array::map, /m);
  expect(out).toContain("title_part: Text");
  expect(out).not.toContain("Movie");
});

test.each([
  ["sql-pg", "pglite, postgres://..."],
  ["sql-duckdb", "duckdb"],
])("the kind %s says what it runs on", async (kind, runners) => {
  const { out } = await lutra("describe", join(movies, `program.${kind}.rr.ld`));
  expect(out).toContain(`kind       ${kind}\nruns on    ${runners}, or`);
  expect(out).toContain("externals  none\n");
});

describe.each(showcaseNames())("an example input of %s", (name) => {
  const program = join(programs, name, "program.bytecode-lt.rr.ld");

  test.each(["json", "lt"])("as %s is decoded, and runs", async (format) => {
    const { code, out, err } = await lutra("describe", program, "--example-input", format);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const file = join(scratch, `input.${format}`);
    await writeFile(file, out);
    expect(await lutra("run", program, "-i", file)).toMatchObject({ code: 0, err: "" });
  });
});

test("an example input is indented by two blanks", async () => {
  const program = join(movies, "program.bytecode-lt.rr.ld");
  const { out } = await lutra("describe", program, "--example-input", "json");
  expect(out).toBe(`${JSON.stringify(JSON.parse(out), undefined, 2)}\n`);
});

test.each([
  [undefined, 60, true],
  [undefined, 61, false],
  [100, 80, true],
  [100, 81, false],
])(
  "in %s columns a field of %d letters is beside its label: %s",
  async (columns, letters, fits) => {
    const name = "x".repeat(letters);
    const ty = typeOf({
      tag: "tuple",
      value: [{ name, ty: typeOf({ tag: "ident", value: ["std", "Int64"] }) }],
    });
    const { ty: inputTy, defs } = completeTypes(ty, []);
    const program = { sql: "SELECT 1", inputTy, outputTy: inputTy, defs };
    const file = join(scratch, "wide.rr.ld");
    await writeFile(file, programCodec.encode({ tag: "sqlPostgres", value: program }));
    const io = fakeIo(columns === undefined ? {} : { columns });
    expect(await main(["describe", file], io)).toBe(0);
    const type = fits ? `{${name}: Int64}` : `{\n             ${name}: Int64,\n           }`;
    expect(io.out()).toContain(`\ninput      ${type}\n`);
  },
);

describe("an example value", () => {
  test.each(["xml", "jsonl"])("as %j is refused", async (format) => {
    const program = join(movies, "program.bytecode-lt.rr.ld");
    expect(await lutra("describe", program, "--example-input", format)).toMatchObject({
      code: 2,
      err: `error[usage]: unknown format: ${format}\nhelp: --example-input is one of json, lt\n`,
    });
  });

  test("of any type is written, read and encoded", () => {
    const random = createRandom(5);
    for (let i = 0; i < 200; i++) {
      const { input, defs } = randomProgramType(random);
      const value = exampleOf(input, defs);
      const codec = codecFor(input, defs);
      const bytes = codec.encode(value);
      expect(codec.encode(parseJson(renderJson(value, input, defs), input, defs))).toEqual(bytes);
      expect(codec.encode(parseSource(renderSource(value, input, defs), input, defs))).toEqual(
        bytes,
      );
    }
  });

  test("of a type that doubles with each definition is refused in no time", () => {
    const pair = (name: string): Ty => {
      const ty = typeOf({ tag: "ident", value: [name] });
      return typeOf({
        tag: "tuple",
        value: [
          { name: null, ty },
          { name: null, ty },
        ],
      });
    };
    const defs = Array.from({ length: 40 }, (_, i) => ({
      name: [`A${i}`],
      ty: i === 0 ? typeOf({ tag: "ident", value: ["std", "Int64"] }) : pair(`A${i - 1}`),
    }));
    const top = typeOf({ tag: "ident", value: ["A39"] });
    expect(() => exampleOf(top, defs)).toThrow(/more than 10000 parts/);
    // Expanded it would be as large; so it keeps its names.
    expect(typeText(top, defs)).toMatch(/^A39 where A0 = Int64, A1 = \{A0, A0\}/);
  });

  test("of a type that only contains itself does not exist", () => {
    const self = typeOf({ tag: "ident", value: ["Loop"] });
    const kind: TyKind = { tag: "enum", value: [{ name: "again", ty: self }] };
    const { ty, defs } = completeTypes(self, [{ name: ["Loop"], ty: typeOf(kind) }]);
    expect(() => exampleOf(ty, defs)).toThrow(/it only contains itself/);
  });
});

describe("a bytecode program whose types are", () => {
  const name = "movie-search";
  const input = join(movies, "input.ld");
  const expected = `const output = ${showcase(name).expectedSource}\n`;

  async function alone(): Promise<string> {
    const folder = await mkdtemp(join(scratch, "program-"));
    const program = join(folder, "movies.bytecode-lt.rr.ld");
    await copyFile(join(movies, "program.bytecode-lt.rr.ld"), program);
    return program;
  }

  test("not known runs from bytes to bytes", async () => {
    const program = await alone();
    const io = fakeIo();
    expect(await main(["run", program, "-i", input, "-f", "ld"], io)).toBe(0);
    // A runner shares bodies; what counts is the value.
    const { output } = codecsFor(showcase(name).programType);
    const value = output.decode(io.outBytes(), { freeBytes: 100_000 });
    expect(output.encode(value)).toEqual(showcase(name).expected);
    const described = await lutra("describe", program);
    expect(described.out).toMatch(/^input {6}not known$/m);
    expect(described.out).toMatch(/lutra compile .*--type FILE/);
  });

  test.each([
    ["a literal as input", ["run", "-i", join(movies, "input.lt"), "-f", "ld"]],
    ["a table as output", ["run", "-i", input]],
    ["an example input", ["describe", "--example-input", "lt"]],
  ])("not known and needed, for %s, says what to run", async (_, [command = "", ...args]) => {
    const { code, err } = await lutra(command, await alone(), ...args);
    expect(code).toBe(2);
    expect(err).toMatch(
      /are not known.*\nhelp: .*program-type\.ld.*`lutra-runner compile`.*`lutra compile \.\.\. > program-type\.txt`/,
    );
    expect(err).toMatch(/--type FILE.*--kind sql-pg.*--format ld/);
  });

  test("printed beside it runs", async () => {
    const program = await alone();
    await writeFile(
      join(program, "../program-type.txt"),
      printedTypes(programTypeCodec.decode(showcase(name).programType)),
    );
    expect(await lutra("run", program, "-i", input)).toMatchObject({ code: 0, out: expected });
  });

  test("printed in a file that is named runs", async () => {
    const program = await alone();
    const file = join(program, "../types");
    await writeFile(file, printedTypes(programTypeCodec.decode(showcase(name).programType)));
    const result = await lutra("run", program, "-i", input, "--type", file);
    expect(result).toMatchObject({ code: 0, out: expected });
  });

  test.each(["movies.sql-pg.rr.ld", "movies.rr.ld", "movies-duckdb.rr.ld"])(
    "in the SQL program %s beside it runs",
    async (sibling) => {
      const program = await alone();
      await copyFile(join(movies, "program.sql-pg.rr.ld"), join(program, "..", sibling));
      expect(await lutra("run", program, "-i", input)).toMatchObject({ code: 0, out: expected });
    },
  );

  test("are read from programs only, whatever else has its name", async () => {
    const program = await alone();
    await mkdir(join(program, "../movies"));
    await copyFile(join(movies, "program.sql-pg.rr.ld"), join(program, "../movies.sql-pg.rr.ld"));
    expect(await lutra("run", program, "-i", input)).toMatchObject({ code: 0, out: expected });
  });

  test("in a damaged SQL program beside it says which file to mend", async () => {
    const program = await alone();
    const sibling = join(program, "../movies.sql-pg.rr.ld");
    const whole = await readFile(join(movies, "program.sql-pg.rr.ld"));
    await writeFile(sibling, whole.subarray(0, 40));
    const { code, err } = await lutra("run", program, "-i", input);
    expect(code).toBe(1);
    expect(err).toContain(`${sibling} is not a Lutra program: expected `);
    expect(err).toContain(`help: the types of ${program} are read from it: compile both again`);
  });

  test("not known because it is damaged itself says so", async () => {
    const program = await alone();
    await writeFile(program, (await readFile(program)).subarray(0, 50));
    for (const args of [
      ["run", program, "-i", input],
      ["describe", program],
    ]) {
      const { code, err } = await lutra(...args);
      expect(code).toBe(1);
      expect(err).toMatch(/is not a Lutra program: .*\nhelp: the file is cut off or damaged/);
    }
  });

  test("carried by the program are not those of another one", async () => {
    const program = join(movies, "program.sql-pg.rr.ld");
    const file = join(await mkdtemp(join(scratch, "types-")), "types.ld");
    await writeFile(file, showcase("json-tree").programType);
    const { code, err } = await lutra("run", program, "-i", input, "--type", file);
    expect(code).toBe(1);
    expect(err).toMatch(
      /types\.ld does not fit .*: the input of the program is 2 fields, not an enum of 6/,
    );
    expect(err).toContain("help: leave --type out");
    await writeFile(file, showcase(name).programType);
    expect(await lutra("describe", program, "--type", file)).toMatchObject({ code: 0 });
  });

  test.each(["type Input: ", "no bytes of types"])("are not %j", async (text) => {
    const program = join(movies, "program.bytecode-lt.rr.ld");
    const file = join(await mkdtemp(join(scratch, "types-")), "types.lt");
    await writeFile(file, text);
    expect(await lutra("run", program, "-i", input, "--type", file)).toMatchObject({
      code: 1,
      err: expect.stringMatching(
        /types\.lt is no signature of a program: .+\nhelp: --type takes what `lutra compile` prints/,
      ) as unknown,
    });
  });

  test.each(["other", "novies", "movies2"])("in the SQL program %s does not", async (other) => {
    const program = await alone();
    await copyFile(join(movies, "program.sql-pg.rr.ld"), join(program, `../${other}.sql-pg.rr.ld`));
    expect(await lutra("run", program, "-i", input)).toMatchObject({ code: 2 });
  });
});

test("a run without input shows the expanded type, and how to make one", async () => {
  const { code, err } = await lutra("run", join(movies, "program.bytecode-lt.rr.ld"));
  expect(code).toBe(2);
  expect(err).toMatch(
    /an input of type \{\{title_part: Text, .*\}, \[\{id: Int32, .*\}\]\}\nhelp: /,
  );
  expect(err).toMatch(/`lutra-runner describe \S+ --example-input json > input\.json`/);
});
