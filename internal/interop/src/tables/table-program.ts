import { type Codec, codecFor, type Ty } from "@lutra/bin";
import type { ColumnType, RandomTable, RandomTableProgram } from "./random-program.ts";
import { tryCompileOnPeer } from "../peer-compiler.ts";
import { ident, standardDefs, tyOf } from "../random-type.ts";

/** A program on tables, compiled for the databases and, with the tables' rows as input, for the interpreter. */
export interface TableProgram {
  readonly name: string;
  /** Function of its tables, as Lutra source. */
  readonly body: string;
  /** `true` if the order of all arrays in its result is known. */
  readonly isOrdered: boolean;
  /** Statements that make its tables, for both databases. */
  readonly setUp: readonly string[];
  /** The program that gets the rows as its input, and that input. */
  readonly given: Uint8Array | undefined;
  readonly input: Uint8Array;
  /** Compiled programs that read the tables; absent where the compiler refuses. */
  readonly postgres: readonly Uint8Array[];
  readonly duckdb: readonly Uint8Array[];
}

/** Compiles a random program. What the compiler refuses, or panics at, is left out. */
export async function compileTableProgram(
  peer: string,
  name: string,
  program: RandomTableProgram,
): Promise<TableProgram> {
  const { tables, body, isOrdered } = program;
  const source = tableProgramSource(program);
  const compiled = async (externals: readonly string[], programs: readonly string[]) => {
    const answers = await tryCompileOnPeer(peer, { source, externals, programs });
    return answers.filter((answer) => typeof answer !== "string");
  };
  const reading = ["inline", "shared"];
  const [given] = await compiled(["repr:bytecode-lt"], ["given"]);
  return {
    name,
    body,
    isOrdered,
    setUp: tables.flatMap(setUpOf),
    given,
    input: inputCodec(tables).encode(tables.map((table) => table.rows.map(inputRow(table)))),
    postgres: await compiled(["repr:sql-pg", "std::sql"], reading),
    duckdb: await compiled(["repr:sql-duckdb", "std::sql", "std::fs"], reading),
  };
}

/** Lutra source of a program: `inline` and `shared` read tables, `given` gets their rows as input. */
export function tableProgramSource({ tables, body }: RandomTableProgram): string {
  const types = tables.map(({ name, columns }) => {
    const fields = [...columns].map(([column, type]) => `${column}: ${typeSource(type)}`);
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
  return type === "option" ? "enum {none, some: Int32}" : type;
}

const columnTypes: Readonly<Record<ColumnType, string>> = {
  Int64: "int8",
  Int32: "int4",
  Text: "text",
  Bool: "bool",
  Float64: "float8",
  option: "int4",
};

function setUpOf({ name, columns, rows }: RandomTable): string[] {
  const declared = [...columns].map(([column, type]) => `${column} ${columnTypes[type]}`);
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
