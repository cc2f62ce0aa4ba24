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
      setUp: tables.flatMap((table) => setUpOf(table, isWrite)),
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

/** Returns Lutra source of a program: `inline` and `shared` read tables, `given` gets their rows as input. */
function tableProgramSource({ tables, body }: RandomTableProgram): string {
  const types = tables.map(({ name, columns }) => {
    const fields = [...columns].map(
      ([column, type]) => `${sourceName(column)}: ${typeSource(type)}`,
    );
    return `type Row_${name}: {${fields.join(", ")}}`;
  });
  const reads = tables.map(
    ({ name, layout }) =>
      `func read_${name}(): [Row_${name}] -> std::sql::from("${layout?.isView === true ? `${name}_view` : name}")`,
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
  const payload = optionTypes.get(type);
  if (payload !== undefined) return `enum {none, some: ${payload}}`;
  return type === "TextOfAnyCase" ? "Text" : type;
}

/** Payloads of columns that may be NULL. */
const optionTypes: ReadonlyMap<ColumnType, string> = new Map([
  ["option", "Int32"],
  ["optionText", "Text"],
]);

const columnTypes: Readonly<Record<ColumnType, string>> = {
  Int64: "int8",
  Int32: "int4",
  Text: "text",
  TextOfAnyCase: "text COLLATE any_case",
  Bool: "bool",
  Float64: "float8",
  Date: "date",
  Time: "time",
  Timestamp: "timestamp",
  Decimal: "hundredths",
  option: "int4",
  optionText: "text",
  // DuckDB has a type of this name in the tests.
  array: "jsonb",
};

function setUpOf({ name, columns, rows, layout }: RandomTable, isWrite: boolean): string[] {
  const order = layout?.columns ?? [...columns.keys()];
  const typed = order.map((column) => [column, columns.get(column)!] as const);
  const { uniqueKey = [], isView = false, isVolatile = false } = layout ?? {};
  // A program writes all columns, and names rows by their places in the table itself.
  const generated = isWrite ? undefined : layout?.generated;
  const isPartitioned = !isWrite && layout?.isPartitioned === true;
  const declared = typed.map(([column, type]) => {
    const computed = column === generated ? ' GENERATED ALWAYS AS ("k" * 2) STORED' : "";
    return `"${column}" ${columnTypes[type]}${computed}`;
  });
  const stored = typed.filter(([column]) => column !== generated);
  const values = rows.map(
    (row) => `(${stored.map(([column, type]) => literal(row[column], type)).join(", ")})`,
  );
  const names = stored.map(([column]) => `"${column}"`).join(", ");
  // Rows that a program inserts may have the key of others.
  const key = isWrite ? "" : uniqueKey.map((column) => `"${column}"`).join(", ");
  return [
    `DROP VIEW IF EXISTS ${name}_view`,
    `DROP TABLE IF EXISTS ${name}`,
    `CREATE TABLE ${name} (${declared.join(", ")})${isPartitioned ? ' PARTITION BY HASH ("id")' : ""}`,
    ...(isPartitioned ? [0, 1].map((i) => partitionOf(name, i)) : []),
    ...(values.length > 0 ? [`INSERT INTO ${name} (${names}) VALUES ${values.join(", ")}`] : []),
    ...(key === "" ? [] : [`CREATE UNIQUE INDEX ${name}_key ON ${name} (${key})`]),
    ...(isView
      ? [
          `CREATE VIEW ${name}_view AS SELECT * FROM ${name}${isVolatile ? " WHERE random() >= 0" : ""}`,
        ]
      : []),
  ];
}

function partitionOf(table: string, i: number): string {
  return `CREATE TABLE ${table}_${i} PARTITION OF ${table} FOR VALUES WITH (MODULUS 2, REMAINDER ${i})`;
}

function literal(value: unknown, type: ColumnType): string {
  if (value === null) return "NULL";
  if (type === "Decimal") return `hundredths(${value as bigint})`;
  if (type === "Date") return `date '1970-01-01' + ${value as number}`;
  if (type === "Time") return `'${microseconds(value as bigint).slice(11)}'`;
  if (type === "Timestamp") return `'${microseconds(value as bigint)}'`;
  if (Array.isArray(value)) return `'[${value.join(", ")}]'`;
  if (Object.is(value, -0)) return "'-0'";
  if (typeof value === "number" && !Number.isFinite(value)) return `'${value}'`;
  return typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : `${value as bigint}`;
}

/** Returns a time of the year 1970 or later, or shortly before, as `1970-01-01 00:00:00.000001`. */
function microseconds(value: bigint): string {
  const fraction = ((value % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const seconds = new Date(Number((value - fraction) / 1000n)).toISOString().slice(0, 19);
  return `${seconds.replace("T", " ")}.${`${fraction}`.padStart(6, "0")}`;
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
  const payload = optionTypes.get(type);
  if (payload === undefined) return ident("std", type === "TextOfAnyCase" ? "Text" : type);
  const unit = tyOf({ tag: "tuple", value: [] });
  const some = ident("std", payload);
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
