import type { Ty, TyDef } from "@lutra/bin";
import { parsePrintedTypes, programCodec, programTypeCodec } from "@lutra/bin/program";
import { showcase } from "@lutra-internal/fixtures";
import { expect, it } from "vitest";
import { CodegenError, type InputFile, readArtefacts } from "../src/index.ts";
import { ProjectFolder } from "./support/project.ts";

const bytecode = showcase("json-tree").bytecodeLt!;

function sql(
  input: Ty,
  output: Ty,
  defs: readonly TyDef[],
  tag: "sqlDuckDb" | "sqlPostgres" = "sqlPostgres",
): Uint8Array {
  return programCodec.encode({
    tag,
    value: { sql: "", inputTy: input, outputTy: output, defs },
  });
}

function sqlOf(types: string, tag?: "sqlDuckDb" | "sqlPostgres"): Uint8Array {
  const { input, output, defs } = parsePrintedTypes(types);
  return sql(input, output, defs, tag);
}

const bare = (kind: Ty["kind"]): Ty => ({ kind, layout: null, name: null, variantsRecursive: [] });
const int: Ty = bare({ tag: "ident", value: ["std", "Int64"] });
const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const printed = text("Input: Int64\nOutput: [{id: Int32}]\n");

const functionType = bare({ tag: "function", value: { params: [], body: int } });
const nested = bare({
  tag: "tuple",
  value: [
    { name: "id", ty: int },
    { name: "calls", ty: bare({ tag: "array", value: functionType }) },
  ],
});
const unnamed = bare({
  tag: "tuple",
  value: [
    { name: null, ty: int },
    {
      name: null,
      ty: bare({
        tag: "enum",
        value: [
          { name: "none", ty: int },
          { name: "call", ty: functionType },
        ],
      }),
    },
  ],
});
const endless: TyDef = {
  name: ["Loop"],
  ty: bare({
    tag: "tuple",
    value: [{ name: "next", ty: bare({ tag: "ident", value: ["Loop"] }) }],
  }),
};
const oldProgram = programCodec.decode(bytecode);
const old = programCodec.encode(
  oldProgram.tag === "bytecodeLt"
    ? {
        ...oldProgram,
        value: { ...oldProgram.value, externals: [{ id: "std::add", layoutArgs: [] }] as never },
      }
    : oldProgram,
);

const cases: readonly (readonly [
  name: string,
  files: Readonly<Record<string, Uint8Array>>,
  message: string,
  help: string,
])[] = [
  [
    "bytecode without types",
    { "a/program.bytecode-lt.rr.ld": bytecode },
    "the types of a/program.bytecode-lt.rr.ld are not known: a bytecode program does not carry them",
    "put program-type.ld",
  ],
  [
    "representations that disagree",
    {
      "search/program.sql-pg.rr.ld": sqlOf("Input: Int64\nOutput: [{id: Int64}]"),
      "search/program-type.txt": printed,
    },
    "search: search/program.sql-pg.rr.ld returns [{id: Int64}], search/program-type.txt says [{id: Int32}]",
    "compile both again from one source",
  ],
  [
    "inputs that disagree",
    {
      "a.sql-pg.rr.ld": sqlOf("Input: Int64\nOutput: Int64"),
      "a.sql-duckdb.rr.ld": sqlOf("Input: Text\nOutput: Int64", "sqlDuckDb"),
    },
    "a: a.sql-pg.rr.ld takes Int64, a.sql-duckdb.rr.ld says Text",
    "compile both again from one source",
  ],
  [
    "types of one name that disagree",
    {
      "a.sql-pg.rr.ld": sqlOf("Input: Row\nOutput: Int64\nType definitions:\n  Row: {x: Int64}"),
      "a.program-type.txt": text(
        "Input: Row\nOutput: Int64\nType definitions:\n  Row: {y: Int64}\n",
      ),
    },
    "a: a.sql-pg.rr.ld takes another type under the same name, a.program-type.txt says Row",
    "compile both again from one source",
  ],
  [
    "no program",
    { "a.rr.ld": text("<!doctype html>") },
    "a.rr.ld is no program: not a Lutra program",
    "compile it with Lutra 0.6",
  ],
  [
    "half a program",
    { "a.rr.ld": bytecode.subarray(0, 300) },
    "a.rr.ld is no program",
    "compile it with Lutra 0.6",
  ],
  [
    "a program of Lutra 0.5",
    { "a.rr.ld": old },
    "a.rr.ld was compiled by Lutra 0.5: it calls std::add",
    "compile it with Lutra 0.6",
  ],
  [
    "a type that is a function",
    { "a.rr.ld": sql(nested, int, []) },
    "a: input.calls.[]: a function has no binary form",
    "change its function",
  ],
  [
    "a variant that is a function, in a field without a name",
    { "a.rr.ld": sql(int, unnamed, []) },
    "a: output.1.call: a function has no binary form",
    "change its function",
  ],
  [
    "an endless type",
    { "a.rr.ld": sql(int, bare({ tag: "ident", value: ["Loop"] }), [endless]) },
    "a: output: the type contains itself",
    "change its function",
  ],
  [
    "a name without definition",
    {
      "a.rr.ld": sql(
        bare({ tag: "array", value: bare({ tag: "ident", value: ["Gone"] }) }),
        int,
        [],
      ),
    },
    "a: input.[]: the type Gone has no definition",
    "change its function",
  ],
  [
    "types that are none",
    { "a/program.bytecode-lt.rr.ld": bytecode, "a/program-type.ld": text("???") },
    "a/program-type.ld does not hold the types of a program",
    "what `lutra compile` prints",
  ],
  [
    "types whose first byte is one of UTF-16",
    { "a/program.bytecode-lt.rr.ld": bytecode, "a/program-type.ld": Uint8Array.of(0xff, 0xff) },
    "a/program-type.ld does not hold the types of a program",
    "what `lutra compile` prints",
  ],
  [
    "printed types with a name of std",
    {
      "a/program.bytecode-lt.rr.ld": bytecode,
      "a/program-type.txt": text(
        "Input: Text\nOutput: Int64\n\nType definitions:\n  Text: Int64\n",
      ),
    },
    "Text may be the program's own type, or that of std",
    "rename that type",
  ],
  [
    "one representation twice",
    { "a.sql-pg.rr.ld": sql(int, int, []), "a.pg.rr.ld": sql(int, int, []) },
    "a is there twice for sql-pg: a.pg.rr.ld and a.sql-pg.rr.ld",
    "remove one of them",
  ],
  [
    "two programs of one name",
    { "a/program.sql-pg.rr.ld": sql(int, int, []), "a.sql-pg.rr.ld": sql(int, int, []) },
    "two programs are called a: a.sql-pg.rr.ld and a/program.sql-pg.rr.ld",
    "rename one of them",
  ],
];

it.each(cases)("refuses %s", async (_name, given, message, help) => {
  const files: InputFile[] = Object.entries(given).map(([path, bytes]) => ({ path, bytes }));
  const error: unknown = await readArtefacts(files).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(CodegenError);
  expect((error as CodegenError).message).toContain(message);
  expect((error as CodegenError).help).toContain(help);
});

it("takes the types of a program of another representation, or encoded ones", async () => {
  const types = showcase("json-tree").programType;
  const { input, output, defs } = programTypeCodec.decode(types);
  const [beside] = await readArtefacts([
    { path: "a.lt.rr.ld", bytes: bytecode },
    { path: "a.pg.rr.ld", bytes: sql(input, output, defs) },
  ]);
  const [encoded] = await readArtefacts([
    { path: "a.rr.ld", bytes: bytecode },
    { path: "a.program-type.ld", bytes: types },
  ]);
  expect(beside!.output.kind).toEqual(output.kind);
  expect(encoded!.output.kind).toEqual(output.kind);
});

it("warns of parameters of a source that is newer than its program", async () => {
  using project = new ProjectFolder();
  project.copy("movie-search");
  project.write(
    "programs/movie-search/main.lt",
    "func main(query: Query) -> 1\nfunc other(a: Int64) -> 1",
  );
  const one = await project.run("programs", "--out", "src/p.lutra.ts");
  expect(one.stderr).toBe("");
  expect(project.read("src/p.lutra.ts")).toContain("movieSearch(query: InputOf<[Query, Movie[]]>,");
  project.write("programs/movie-search/main.lt", "func main(a: Text, b: Text, c: Text) -> 1");
  const { stderr, code } = await project.run("programs", "--out", "src/p.lutra.ts");
  expect([code, stderr]).toEqual([
    0,
    "warning: movie-search: the parameters of its source (a, b, c) do not fit the program: the source is newer; compile it again\n",
  ]);
  expect(project.read("src/p.lutra.ts")).toMatch(
    /movieSearch\(\s+input1: Query,\s+input2: InputOf<Movie\[\]>,/,
  );
});

it("writes over nothing that it has not written", async () => {
  using project = new ProjectFolder();
  project.copy("json-tree");
  project.write("mine.ts", "export const mine = 1;\n");
  const refused = await project.run("programs", "--out", "mine.ts");
  expect([refused.code, refused.stderr]).toEqual([
    1,
    expect.stringContaining("mine.ts was not written by lutra-codegen"),
  ]);
  expect(project.read("mine.ts")).toBe("export const mine = 1;\n");
  expect((await project.run("programs", "--out", "mine.ts", "--force")).code).toBe(0);
  expect((await project.run("programs", "--out", "mine.ts")).stdout).toBe("mine.ts: unchanged\n");
});

it("refuses two outputs that are one file", async () => {
  using project = new ProjectFolder();
  project.copy("json-tree");
  const outputs = ["src/a.lutra.ts", "./src/../src/a.lutra.ts"].map((out) => ({
    from: "programs",
    out,
  }));
  project.write("lutra.codegen.json", JSON.stringify({ outputs }));
  const { code, stderr } = await project.run();
  expect([code, stderr]).toEqual([
    1,
    expect.stringContaining("two outputs are one file: src/a.lutra.ts and ./src/../src/a.lutra.ts"),
  ]);
});
