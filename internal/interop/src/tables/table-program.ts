import { type Codec, codecFor, type Ty } from "@lutra/bin";
import type { RandomTableProgram } from "./random-program.ts";
import { type ColumnType, type RandomTable, sourceName } from "./random-table.ts";
import { tryCompileOnPeer } from "../peer-compiler.ts";
import { ident, standardDefs, tyOf } from "../random-type.ts";

/** A program on tables, compiled for the databases and, with the tables' rows as input, for the interpreter. */
export interface TableProgram {
  readonly name: string;
  /** Function of its tables, as Lutra source. */
  readonly body: string;
  /** `true` if the order of all arrays in its result is known. */
  readonly isOrdered: boolean;
  /** `true` if it changes a table: the content of the tables afterwards is then its result. */
  readonly isWrite?: boolean;
  /** Statements that make its tables, for both databases. */
  readonly setUp: readonly string[];
  /** The program that gets the rows as its input, and that input. */
  readonly given: Uint8Array | undefined;
  readonly input: Uint8Array;
  /** Compiled programs that read the tables; absent where the compiler refuses. */
  readonly postgres: readonly Uint8Array[];
  readonly duckdb: readonly Uint8Array[];
}

/** A random program and what it is called. */
export type NamedProgram = readonly [name: string, program: RandomTableProgram];

/** One program as compiled: two at most for each database, one with its rows as input. */
interface Compiled {
  readonly given: readonly Uint8Array[];
  readonly postgres: readonly Uint8Array[];
  readonly duckdb: readonly Uint8Array[];
}

/**
 * Compiles random programs. What the compiler refuses, or panics at, is left out.
 *
 * All are one project, since the compiler takes longer to read its library than a program. If it refuses the project, each
 * program is compiled by itself.
 */
export async function compileTablePrograms(
  peer: string,
  programs: readonly NamedProgram[],
): Promise<readonly TableProgram[]> {
  const together = await compileTogether(peer, programs);
  const compiled: (Compiled | undefined)[] = together?.slice() ?? [];
  for (const [i, program] of programs.entries()) {
    compiled[i] ??= (await compileTogether(peer, [program]))?.[0];
  }
  const nothing: Compiled = { given: [], postgres: [], duckdb: [] };
  return programs.map(([name, { tables, body, isOrdered, isWrite = false }], i) => {
    const { given, postgres, duckdb } = compiled[i] ?? nothing;
    return {
      name,
      body,
      isOrdered,
      isWrite,
      setUp: tables.flatMap(setUpOf),
      given: given[0],
      input: inputCodec(tables).encode(tables.map((table) => table.rows.map(inputRow(table)))),
      postgres,
      duckdb,
    };
  });
}

/** Returns undefined if the compiler refuses the project. */
async function compileTogether(
  peer: string,
  programs: readonly NamedProgram[],
): Promise<readonly Compiled[] | undefined> {
  const modules = programs.map(
    ([, program], i) => `module m${i} {\n${tableProgramSource(program)}\n}`,
  );
  const source = modules.join("\n");
  const compiled = async (externals: readonly string[], functions: readonly string[]) => {
    const paths = programs.flatMap((_, i) => functions.map((name) => `m${i}::${name}`));
    const answers = await tryCompileOnPeer(peer, { source, externals, programs: paths });
    if (answers.every((answer) => typeof answer === "string" && answer.startsWith("the project:")))
      return undefined;
    return programs.map((_, i) => {
      const own = answers.slice(i * functions.length, (i + 1) * functions.length);
      return own.filter((answer) => typeof answer !== "string");
    });
  };
  const reading = ["inline", "shared"];
  const given = await compiled(["repr:bytecode-lt"], ["given"]);
  if (given === undefined) return undefined;
  const postgres = await compiled(["repr:sql-pg", "std::sql"], reading);
  const duckdb = await compiled(["repr:sql-duckdb", "std::sql", "std::fs"], reading);
  return programs.map((_, i) => ({
    given: given[i] ?? [],
    postgres: postgres?.[i] ?? [],
    duckdb: duckdb?.[i] ?? [],
  }));
}

/** Lutra source of a program: `inline` and `shared` read tables, `given` gets their rows as input. */
function tableProgramSource({ tables, body }: RandomTableProgram): string {
  const types = tables.map(({ name, columns }) => {
    const fields = [...columns].map(
      ([column, type]) => `${sourceName(column)}: ${typeSource(type)}`,
    );
    return `type Row_${name}: {${fields.join(", ")}}`;
  });
  const reads = tables.map(
    ({ name }) => `func read_${name}(): [Row_${name}] -> std::sql::from("${name}")`,
  );
  const inlined = body.replaceAll(/\b([ab])\b(?= \||\)|$|;)/g, "read_$1()");
  return [
    ...types,
    ...reads,
    `func inline() -> (${inlined})`,
    `func shared() -> (let a = read_a(); let b = read_b(); ${body})`,
    `func given(a: [Row_a], b: [Row_b]) -> (${body})`,
  ].join("\n");
}

function typeSource(type: ColumnType): string {
  if (type === "array") return "[Int32]";
  return type === "option" ? "enum {none, some: Int32}" : type;
}

const columnTypes: Readonly<Record<ColumnType, string>> = {
  Int64: "int8",
  Int32: "int4",
  Text: "text",
  Bool: "bool",
  Float64: "float8",
  option: "int4",
  // In DuckDB, the tests make a type of this name: INT4[].
  array: "jsonb",
};

function setUpOf({ name, columns, rows }: RandomTable): string[] {
  const declared = [...columns].map(([column, type]) => `"${column}" ${columnTypes[type]}`);
  const values = rows.map(
    (row) => `(${[...columns.keys()].map((at) => literal(row[at])).join(", ")})`,
  );
  return [
    `DROP TABLE IF EXISTS ${name}`,
    `CREATE TABLE ${name} (${declared.join(", ")})`,
    ...(values.length > 0 ? [`INSERT INTO ${name} VALUES ${values.join(", ")}`] : []),
  ];
}

function literal(value: unknown): string {
  if (value === null) return "NULL";
  if (Array.isArray(value)) return `'[${value.join(", ")}]'`;
  if (typeof value === "number" && !Number.isFinite(value)) return `'${value}'`;
  return typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : `${value as bigint}`;
}

function inputCodec(tables: readonly RandomTable[]): Codec<unknown> {
  const fields = tables.map((table) => field(null, rowsTy(table)));
  return codecFor(tyOf({ tag: "tuple", value: fields }), standardDefs) as Codec<unknown>;
}

function rowsTy({ columns }: RandomTable): Ty {
  const fields = [...columns].map(([name, type]) => field(name, columnTy(type)));
  return tyOf({ tag: "array", value: tyOf({ tag: "tuple", value: fields }) });
}

function columnTy(type: ColumnType): Ty {
  if (type === "array") return tyOf({ tag: "array", value: ident("std", "Int32") });
  if (type !== "option") return ident("std", type);
  const unit = tyOf({ tag: "tuple", value: [] });
  const some = ident("std", "Int32");
  return tyOf({
    tag: "enum",
    value: [
      { name: "none", ty: unit },
      { name: "some", ty: some },
    ],
  });
}

function field(name: string | null, ty: Ty): { name: string | null; ty: Ty; unpack: boolean } {
  return { name, ty, unpack: false };
}

function inputRow({ columns }: RandomTable) {
  return (row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
    Object.fromEntries([...columns.keys()].map((column) => [column, row[column]]));
}
