import type { Ty } from "@lutra/bin";
import fc from "fast-check";
import { arrayTy, optionTy, std, tupleTy, unitTy } from "./make-program.ts";

/** A type that DuckDB takes as an input, and what its values are. */
interface Sample {
  readonly ty: Ty;
  /** Type that the compiler casts a parameter to, and the same inside of a list or a struct. */
  readonly sql: { readonly alone: string; readonly inside: string };
  readonly value: fc.Arbitrary<unknown>;
}

/** A program that gives its input back, as an input that it gets. */
export interface Echo {
  readonly sql: string;
  readonly ty: Ty;
  readonly value: unknown;
}

const infiniteMicros = 2n ** 63n - 1n;

/** Characters that mean something in DuckDB's literals, and a few more. */
const marks = [
  '"',
  "'",
  "\\",
  ",",
  "[",
  "]",
  "{",
  "}",
  "(",
  ")",
  ":",
  " ",
  "\n",
  "NULL",
  "0",
  "ž",
  "🦦",
];

const texts = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.string({ unit: fc.constantFrom(...marks), maxLength: 12 }),
);

const byte = scalar("Uint8", "UINT8", fc.integer({ min: 0, max: 255 }));

const scalars: readonly Sample[] = [
  byte,
  scalar("Bool", "BOOL", fc.boolean()),
  scalar("Int8", "INT1", fc.integer({ min: -128, max: 127 })),
  scalar("Int16", "INT2", fc.integer({ min: -32768, max: 32767 })),
  scalar("Uint16", "UINT16", fc.integer({ min: 0, max: 65535 })),
  scalar("Int32", "INT4", fc.integer()),
  scalar("Uint32", "UINT32", fc.integer({ min: 0, max: 2 ** 32 - 1 })),
  scalar("Int64", "INT8", fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  scalar("Uint64", "UINT64", fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })),
  scalar("Float32", "FLOAT4", fc.float()),
  scalar("Float64", "FLOAT8", fc.double()),
  scalar("Text", "TEXT", texts),
  scalar("Duration", "INT8", fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  scalar("Date", "DATE", fc.integer({ min: 1 - 2 ** 31, max: 2 ** 31 - 1 }), "INT4"),
  scalar("Time", "TIME", fc.bigInt({ min: 0n, max: 86_400_000_000n }), "UINT64"),
  scalar(
    "Timestamp",
    "TIMESTAMP",
    fc.oneof(
      fc.constant(-infiniteMicros),
      fc.bigInt({ min: -9_223_372_022_400_000_000n, max: infiniteMicros }),
    ),
    "INT8",
  ),
];

/** Only inside of others. */
const unit: Sample = {
  ty: unitTy,
  sql: { inside: "BOOL", alone: "BOOL" },
  value: fc.constant(undefined),
};

/** Only alone: inside of an array a Decimal is sent, and does not come back. */
const decimal = scalar("Decimal", "INT8", fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }));

const names = ["a", "select", "B c", `it's "x" \\`, "žaba"];

const samples = fc.letrec<{ any: Sample; list: Sample; tuple: Sample; option: Sample }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom(...scalars, unit),
    tie("list"),
    tie("option"),
    tie("tuple"),
  ),
  list: tie("any").map(listOf),
  option: fc.oneof(fc.constantFrom(...scalars), tie("list")).map(optionOf),
  tuple: fc.array(tie("any"), { minLength: 1, maxLength: names.length }).map(structOf),
}));

/** Programs of several parameters, and inputs of them. */
export const echoes: fc.Arbitrary<Echo> = fc
  .array(
    fc.oneof(
      fc.constantFrom(...scalars, decimal),
      samples.list,
      samples.option,
      samples.tuple.map(listOf),
    ),
    { minLength: 1, maxLength: names.length },
  )
  .chain((columns) => {
    const { ty, value } = structOf(columns);
    const sql = `SELECT ${columns.map((column, i) => `$${i + 1}::${column.sql.alone}`).join(", ")}`;
    return value.map((each) => ({ sql, ty, value: each }));
  });

function scalar(
  name: string,
  inside: string,
  value: fc.Arbitrary<unknown>,
  alone: string = inside,
): Sample {
  return { ty: std(name), sql: { inside, alone }, value };
}

function listOf(item: Sample): Sample {
  const type = `${item.sql.inside}[]`;
  const items = fc.array(item.value, { maxLength: 5 });
  return {
    ty: arrayTy(item.ty),
    sql: { inside: type, alone: type },
    value: item === byte ? fc.uint8Array({ maxLength: 5 }) : items,
  };
}

function optionOf({ ty, sql, value }: Sample): Sample {
  return { ty: optionTy(ty), sql, value: fc.option(value) };
}

function structOf(fields: readonly Sample[]): Sample {
  const named = fields.map((field, i) => [names[i]!, field] as const);
  const columns = named.map(([name, { sql }]) => `"${name.replaceAll('"', '""')}" ${sql.inside}`);
  const type = `STRUCT(${columns.join(", ")})`;
  return {
    ty: tupleTy(Object.fromEntries(named.map(([name, { ty }]) => [name, ty]))),
    sql: { inside: type, alone: type },
    value: fc.record(Object.fromEntries(named.map(([name, { value }]) => [name, value]))),
  };
}
