import type { Ty } from "@lutra/bin";
import { expect, test } from "vitest";
import type { DuckDbRunner } from "../../src/index.ts";
import type { EngineName } from "./known-failures.ts";
import {
  arrayTy,
  enumTy,
  functionTy,
  optionTy,
  sqlProgram,
  std,
  tupleTy,
  typedSql,
} from "./make-program.ts";

interface Column {
  readonly sql: string;
  /** Name of its type in the message. */
  readonly name: string;
  /** A type that one might take it for. */
  readonly expected: string;
  /** The engine that has the type and can hand it over as such. */
  readonly only?: EngineName;
}

const columns: readonly Column[] = [
  {
    sql: "TIMESTAMPTZ '2020-01-01 00:00:00+00'",
    name: "TIMESTAMP WITH TIME ZONE",
    expected: "Timestamp",
  },
  { sql: "TIMETZ '00:00:00+01'", name: "TIME WITH TIME ZONE", expected: "Time", only: "node" },
  { sql: "TIMESTAMP_S '2020-01-01'", name: "TIMESTAMP_S", expected: "Timestamp" },
  { sql: "TIMESTAMP_MS '2020-01-01'", name: "TIMESTAMP_MS", expected: "Timestamp" },
  { sql: "TIMESTAMP_NS '2020-01-01'", name: "TIMESTAMP_NS", expected: "Timestamp" },
  { sql: "'00:00'::TIME_NS", name: "TIME_NS", expected: "Time", only: "node" },
  { sql: "INTERVAL 1 DAY", name: "INTERVAL", expected: "Duration" },
  { sql: "uuid()", name: "UUID", expected: "Text", only: "node" },
  { sql: "'x'::BLOB", name: "BLOB", expected: "Text" },
  { sql: "'101'::BIT", name: "BIT", expected: "Text" },
  { sql: "123::BIGNUM", name: "BIGNUM", expected: "Int64" },
  { sql: "1::HUGEINT", name: "HUGEINT", expected: "Text" },
  { sql: "1::HUGEINT", name: "HUGEINT", expected: "Decimal" },
  { sql: "1::UHUGEINT", name: "UHUGEINT", expected: "Decimal" },
  { sql: "1.5::DECIMAL(4,1)", name: "DECIMAL(4,1)", expected: "Int64" },
  { sql: "1.5::DECIMAL(4,1)", name: "DECIMAL(4,1)", expected: "Float64" },
  { sql: "1::BIGINT", name: "BIGINT", expected: "Time" },
  { sql: "1::UINTEGER", name: "UINTEGER", expected: "Date" },
  { sql: "1.5::FLOAT", name: "FLOAT", expected: "Text" },
  { sql: "DATE '2020-01-01'", name: "DATE", expected: "Timestamp" },
  { sql: "TIME '00:00'", name: "TIME", expected: "Duration" },
  { sql: "TIMESTAMP '2020-01-01'", name: "TIMESTAMP", expected: "Date" },
  { sql: "true", name: "BOOLEAN", expected: "Uint8" },
  { sql: "'x'", name: "VARCHAR", expected: "Bool" },
  { sql: "'a'::ENUM('a', 'b')", name: "ENUM", expected: "Text" },
  { sql: "MAP {1: 'x'}", name: "MAP(INTEGER, VARCHAR)", expected: "Text" },
  { sql: "[1, 2]", name: "INTEGER[]", expected: "Int32" },
  { sql: "[1, 2]::INT4[2]", name: "INTEGER[2]", expected: "Int32" },
  {
    sql: "{'a': 1::INT1, 'b': [true]}",
    name: `STRUCT("a" TINYINT, "b" BOOLEAN[])`,
    expected: "Int8",
  },
  { sql: "union_value(u := 1)", name: `UNION("u" INTEGER)`, expected: "Int32" },
  { sql: "1::VARIANT", name: "VARIANT", expected: "Int32", only: "node" },
];

const pair = tupleTy({ a: std("Int32"), b: std("Text") });
const choice = enumTy({ a: std("Int32"), b: std("Text") });

/** Columns of types that Lutra has, in a form that is not the program's. */
const structures: readonly (readonly [sql: string, ty: Ty, message: string])[] = [
  ["[1, 2]::INT4[2]", arrayTy(std("Int32")), "INTEGER[2], but Lutra expects an array"],
  ["MAP {1: 'x'}", arrayTy(pair), "MAP(INTEGER, VARCHAR), but Lutra expects an array"],
  ["MAP {1: 'x'}", pair, "MAP(INTEGER, VARCHAR), but Lutra expects a tuple of 2 fields"],
  ["{'a': 1}", pair, `STRUCT("a" INTEGER), but Lutra expects a tuple of 2 fields`],
  ["union_value(a := 1)", pair, `UNION("a" INTEGER), but Lutra expects a tuple of 2 fields`],
  ["union_value(a := 1)", choice, `UNION("a" INTEGER), but Lutra expects an enum of 2 variants`],
  ["0::INT2", choice, "SMALLINT, but Lutra expects an enum of 2 variants"],
];

/** Values that are too large for what the program says. */
const ranges: readonly (readonly [sql: string, name: string, message: string])[] = [
  ["18446744073709551616::HUGEINT", "Uint64", "18446744073709551616 is out of range for Uint64"],
  ["-1::HUGEINT", "Uint64", "-1 is out of range for Uint64"],
  ["9223372036854775808::UBIGINT", "Int64", "9223372036854775808 is out of range for Int64"],
  ["128::SMALLINT", "Int8", "128 is out of range for Int8"],
  ["1e300::DOUBLE", "Int64", "is out of range for Int64"],
  ["'NaN'::DOUBLE", "Int32", "expected a whole number, got NaN"],
  [
    "92233720368547758.08::DECIMAL(38,2)",
    "Decimal",
    "DECIMAL(38,2) is no 64-bit number of hundredths",
  ],
];

/** Inputs that cannot be sent, and where the fault is. */
const inputs: readonly (readonly [name: string, ty: Ty, message: string])[] = [
  ["an enum", arrayTy(choice), "DuckDB reads no enum but options inside of an array"],
  [
    "an enum in a tuple",
    tupleTy({ rows: arrayTy(tupleTy({ kind: choice })) }),
    "DuckDB reads no enum but options inside of an array (at .rows.kind)",
  ],
  [
    "an optional tuple, which is an enum",
    tupleTy({ rows: arrayTy(tupleTy({ pair: optionTy(pair) })) }),
    "DuckDB reads no enum but options inside of an array (at .rows.pair)",
  ],
  ["a function", functionTy, "a function cannot be represented in a database"],
  ["a name that is none of the library's", std("Money"), "std::Money"],
];

/** Tests that what a program cannot take or give is an error with type and place, and that the next call is right. */
export function describeUnsupported(engine: EngineName, runnerOf: () => DuckDbRunner): void {
  const run = (sql: string, ty: Ty): Promise<unknown> =>
    runnerOf().run(typedSql(sql, ty), undefined);

  async function expectBadResult(
    sql: string,
    ty: Ty,
    message: string,
    place: string,
  ): Promise<void> {
    const error = await run(sql, ty).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: "RunnerError", code: "EXECUTION_ERROR" });
    expect((error as Error).message).toMatch(/^bad result: /);
    expect((error as Error).message).toContain(message);
    expect((error as Error).message).toContain(place);
    expect(await run("SELECT 42", std("Int32"))).toBe(42);
  }

  /** Expects the same fault wherever a value can stand inside of another. */
  async function expectBadInside(
    sql: string,
    ty: Ty,
    message: string,
    index: string,
  ): Promise<void> {
    const rows = arrayTy(tupleTy({ ok: std("Int32"), bad: ty }));
    await expectBadResult(`SELECT 1, ${sql} FROM range(3)`, rows, message, `(at ${index}.bad)`);
    const nested = tupleTy({ a: tupleTy({ list: arrayTy(ty) }) });
    await expectBadResult(`SELECT {'list': [${sql}]}`, nested, message, `(at .a.list${index})`);
    const union = tupleTy({ e: enumTy({ x: ty }) });
    await expectBadResult(`SELECT union_value(x := ${sql})`, union, message, "(at .e.x)");
  }

  test.each(columns.filter(({ only }) => only === undefined || only === engine))(
    "a column of type $name is no $expected",
    async ({ sql, name, expected }) => {
      // DuckDB may say more: the texts of an ENUM, or what else arrives in the same form.
      const message = `, but Lutra expects ${expected}`;
      const ty = std(expected);
      await expectBadResult(`SELECT ${sql}`, ty, message, name);
      await expectBadInside(sql, ty, message, "");
      await expectBadInside(sql, ty, name, "");
      await expectBadResult(`SELECT ${sql} FROM range(3)`, arrayTy(optionTy(ty)), message, name);
    },
  );

  test.each(structures)("%s is no value of such a type", async (sql, ty, message) => {
    await expectBadInside(sql, ty, `type mismatch: DuckDB has ${message}`, "");
  });

  test.each(ranges)("%s is no %s", async (sql, name, message) => {
    await expectBadResult(`SELECT ${sql}`, std(name), message, "");
    await expectBadInside(sql, std(name), message, "[0]");
  });

  test.each(inputs)("%s is refused as an input", async (_, ty, message) => {
    const program = sqlProgram("SELECT $1::INT4", std("Int32"), ty);
    await expect(runnerOf().prepare(program)).rejects.toMatchObject({
      name: "RunnerError",
      code: "PREPARE_ERROR",
      message: expect.stringContaining(message) as string,
    });
    expect(await run("SELECT 42", std("Int32"))).toBe(42);
  });

  test.each([
    [functionTy, ""],
    [tupleTy({ a: arrayTy(enumTy({ x: tupleTy({ f: functionTy }) })) }), " (at .a[0].x.f)"],
  ])("a program that gives or takes a function is refused (%#)", async (ty, place) => {
    for (const program of [sqlProgram("SELECT 1", ty), sqlProgram("SELECT 1", std("Int32"), ty)]) {
      await expect(runnerOf().prepare(program)).rejects.toMatchObject({
        code: "PREPARE_ERROR",
        message: `unsupported program: a function cannot be represented in a database${place}`,
      });
    }
  });
}
