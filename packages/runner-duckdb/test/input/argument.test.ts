import { codecFor } from "@lutra/bin";
import { CellError, TextBudget } from "@lutra/runner-sql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DuckDbRunner } from "../../src/index.ts";
import { argumentForms } from "../../src/input/argument.ts";
import { openDuckDb } from "../../src/node.ts";
import { programTypes } from "../../src/program-types.ts";
import {
  arrayTy,
  enumTy,
  optionTy,
  sqlProgram,
  std,
  tupleTy,
  typedSql,
  unitTy,
} from "../support/make-program.ts";

let runner: DuckDbRunner;

beforeAll(async () => {
  runner = await openDuckDb();
});

afterAll(() => runner.shutdown());

test("every scalar is bound with the type that the compiler casts it to", async () => {
  const fields = {
    a: [std("Bool"), "BOOL", true],
    b: [std("Int8"), "INT1", -128],
    c: [std("Uint8"), "UINT8", 255],
    d: [std("Int16"), "INT2", -32768],
    e: [std("Uint16"), "UINT16", 65535],
    f: [std("Int32"), "INT4", -2147483648],
    g: [std("Uint32"), "UINT32", 4294967295],
    h: [std("Float32"), "FLOAT4", Math.fround(0.1)],
    i: [std("Text"), "TEXT", "otter"],
    j: [std("Date"), "INT4", -2147483648],
    k: [std("Time"), "UINT64", 2n ** 64n - 1n],
    l: [std("Timestamp"), "INT8", -(2n ** 63n)],
    m: [std("Duration"), "INT8", -1n],
    n: [std("Decimal"), "INT8", 1234n],
  } as const;
  const names = Object.keys(fields) as (keyof typeof fields)[];
  const ty = tupleTy(Object.fromEntries(names.map((name) => [name, fields[name][0]])));
  const value = Object.fromEntries(names.map((name) => [name, fields[name][2]]));
  const sql = names.map((name, i) => `$${i + 1}::${fields[name][1]}`).join(", ");
  expect(await runner.run(typedSql(`SELECT ${sql}`, ty, ty), value)).toEqual(value);
});

test("an enum is a tag, and NULL for what it does not hold", async () => {
  const ty = enumTy({
    idle: unitTy,
    busy: tupleTy({ since: optionTy(std("Text")), who: std("Int32") }),
    list: arrayTy(std("Int8")),
  });
  const output = tupleTy({
    tag: std("Int16"),
    since: optionTy(std("Text")),
    who: optionTy(std("Int32")),
    list: optionTy(arrayTy(std("Int8"))),
  });
  const program = typedSql("SELECT $1::INT2, $2::TEXT, $3::INT4, $4::INT1[]", output, ty);
  const rows: readonly (readonly [unknown, unknown])[] = [
    [{ tag: "idle" }, { tag: 0, since: null, who: null, list: null }],
    [
      { tag: "busy", value: { since: null, who: 7 } },
      { tag: 1, since: null, who: 7, list: null },
    ],
    [
      { tag: "list", value: [1, -1] },
      { tag: 2, since: null, who: null, list: [1, -1] },
    ],
  ];
  for (const [value, expected] of rows) expect(await runner.run(program, value)).toEqual(expected);
});

test("unused parts of the input are not bound", async () => {
  const ty = tupleTy({ a: std("Int32"), b: std("Int32"), c: std("Int32") });
  const output = tupleTy({ c: std("Int32"), text: std("Text"), a: std("Int32") });
  const program = typedSql("SELECT $3::INT4, '$2' /* $2 */, $1::INT4", output, ty);
  expect(await runner.run(program, { a: 1, b: 2, c: 3 })).toEqual({ c: 3, text: "$2", a: 1 });
});

describe("what cannot be an input is refused when the program is prepared", () => {
  const choice = enumTy({ a: std("Int32"), b: std("Text") });
  test.each([
    [
      "an enum in an array",
      tupleTy({ xs: arrayTy(tupleTy({ c: choice })) }),
      /no enum but .*\.xs/s,
    ],
    ["a placeholder too many", std("Int32"), /the SQL mentions \$2, and the input has 1 /],
  ])("%s", async (_, ty, message) => {
    const sql = "SELECT $1::INT4 + $2::INT4";
    await expect(runner.prepare(sqlProgram(sql, std("Int32"), ty))).rejects.toThrow(
      expect.objectContaining({
        code: "PREPARE_ERROR",
        message: expect.stringMatching(message) as string,
      }),
    );
  });
});

test("an input that does not decode is the caller's error", async () => {
  const prepared = await runner.prepare(sqlProgram("SELECT $1::INT4", std("Int32"), std("Int32")));
  await expect(runner.execute(prepared, new Uint8Array(2))).rejects.toMatchObject({
    code: "DECODE_ERROR",
    cause: expect.objectContaining({ name: "DecodeError" }) as object,
  });
});

test("decimals inside of arrays are hundredths, and never come back as anything else", async () => {
  const ty = tupleTy({ prices: arrayTy(std("Decimal")) });
  const value = { prices: [1234n, -5n] };
  const sum = typedSql("SELECT list_sum($1::DECIMAL[])::INT8", std("Decimal"), ty);
  expect(await runner.run(sum, value)).toBe(1229n);
  const same = typedSql("SELECT $1::DECIMAL[]", ty, ty);
  await expect(runner.run(same, value)).rejects.toThrow("make the input an array of Int64");
  const dropped = typedSql("SELECT $1::DECIMAL[]", unitTy, ty);
  expect(await runner.run(dropped, value)).toBeUndefined();
  const square = typedSql("SELECT [x * x FOR x IN $1::DECIMAL[]]", ty, ty);
  await expect(runner.run(square, value)).rejects.toThrow("make the input an array of Int64");
});

test("marks that every level doubles are refused before they fill the memory", async () => {
  const echo = async (levels: number): Promise<void> => {
    let value: unknown = `'"\\`.repeat(100);
    let ty = std("Text");
    for (let i = 0; i < levels; i++) {
      value = [value];
      ty = arrayTy(ty);
    }
    const row = tupleTy({ a: ty });
    const input = codecFor(row, []).encode({ a: value });
    const program = sqlProgram(`SELECT $1::TEXT${"[]".repeat(levels)}`, row, row);
    expect(await runner.execute(await runner.prepare(program), input)).toEqual(input);
  };
  await echo(6);
  await expect(echo(40)).rejects.toMatchObject({
    code: "EXECUTION_ERROR",
    message: expect.stringContaining("each level doubles them") as string,
  });
});

test("a long text with marks everywhere arrives", async () => {
  const row = tupleTy({ a: arrayTy(arrayTy(std("Text"))) });
  const input = codecFor(row, []).encode({ a: [[`'"\\x`.repeat(200_000)]] });
  const sql = `SELECT ($1::TEXT[][])[1][1] = repeat('''"\\x', 200000)`;
  const program = sqlProgram(sql, std("Bool"), row);
  const output = await runner.execute(await runner.prepare(program), input);
  expect(output).toEqual(new Uint8Array([1]));
});

test("a string that the engine has no room for is an error of the input, and other errors stay as they are", () => {
  const form = argumentForms(programTypes([])).whole(arrayTy(std("Int8")));
  const failing = (error: Error): TextBudget => {
    const budget = new TextBudget(0);
    budget.take = () => {
      throw error;
    };
    return budget;
  };
  const tooLong = new RangeError("Invalid string length");
  expect(() => form([1], failing(tooLong))).toThrow(
    expect.objectContaining({ name: "CellError", cause: tooLong }),
  );
  const other = new CellError("another");
  expect(() => form([1], failing(other))).toThrow(other);
});
