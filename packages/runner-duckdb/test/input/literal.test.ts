import type { Ty, TyDef } from "@lutra/bin";
import { failure } from "@lutra-internal/testing";
import { CellError, TextBudget } from "@lutra/runner-sql";
import { describe, expect, test } from "vitest";
import { LiteralTexts } from "../../src/input/literal.ts";
import { programTypes } from "../../src/program-types.ts";
import { statementOf } from "../../src/statement.ts";
import { arrayTy, enumTy, optionTy, std, tupleTy, unitTy } from "../support/make-program.ts";
import { sharedTypes, sqlProgramOf } from "../support/shared-types.ts";

const free = new TextBudget(2 ** 20);

function literal(ty: Ty, value: unknown, text: TextBudget = free): string {
  return new LiteralTexts(programTypes([])).textOf(ty)(value, text);
}

/** Counts the characters that values take. */
class Counted extends TextBudget {
  taken: number = 0;

  override take(characters: number): void {
    this.taken += characters;
  }
}

describe("a value in DuckDB's syntax", () => {
  const pair = tupleTy({ a: std("Int8"), b: std("Text") });
  test.each<readonly [string, Ty, unknown, string]>([
    ["a list", arrayTy(std("Int8")), [1, 2], "[1,2]"],
    ["an empty list", arrayTy(std("Int8")), [], "[]"],
    ["options", arrayTy(optionTy(std("Int8"))), [1, null], "[1,NULL]"],
    ["tuples", arrayTy(pair), [{ a: 1, b: "x" }], `['{"a": 1, "b": "x"}']`],
    ["lists in lists", arrayTy(arrayTy(std("Text"))), [["x"]], `['["x"]']`],
    ["units", arrayTy(unitTy), [undefined, undefined], "[NULL,NULL]"],
    [
      "fields without values",
      arrayTy(tupleTy({ a: unitTy, b: std("Int8") })),
      [{ b: 1 }],
      `['{"b": 1}']`,
    ],
    ["tuples of units", arrayTy(tupleTy({ a: unitTy, b: unitTy })), [{}], "['{}']"],
  ])("%s", (_, ty, value, expected) => {
    const text = new Counted(0);
    expect(literal(ty, value, text)).toBe(expected);
    // A list counts a comma too many.
    const lists = expected.split("[").length - 1;
    expect(text.taken).toBeGreaterThanOrEqual(expected.length);
    expect(text.taken).toBeLessThanOrEqual(expected.length + lists);
  });
});

test("a type that contains itself is refused in words", async () => {
  const self = optionTy(arrayTy({ ...unitTy, kind: { tag: "ident", value: ["Self"] } }));
  const defs: TyDef[] = [{ name: ["Self"], ty: self }];
  const error = await failure(() => new LiteralTexts(programTypes(defs)).textOf(arrayTy(self)));
  expect(error).toBeInstanceOf(CellError);
});

test("fields without values take no text", () => {
  const units = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`u${i}`, unitTy]));
  const items = Array.from({ length: 10_000 }, () => ({ a: 1 }));
  const text = literal(arrayTy(tupleTy({ a: std("Uint8"), ...units })), items);
  expect(text.length).toBeLessThan(12 * items.length);
});

describe("text that is out of proportion to the input is refused, before it is made", () => {
  const long = "n".repeat(10_000);
  const item = { [long]: 1 };
  test.each<readonly [string, Ty, unknown]>([
    ["long names", tupleTy({ [long]: std("Uint8") }), item],
    [
      "long names of what may be absent",
      tupleTy({ [long]: optionTy(std("Uint8")) }),
      { [long]: null },
    ],
    ["names to escape", tupleTy({ ['"'.repeat(5_000)]: std("Uint8") }), { ['"'.repeat(5_000)]: 1 }],
    ["nested tuples", tupleTy({ a: tupleTy({ [long]: std("Bool") }) }), { a: { [long]: true } }],
  ])("%s", (_, ty, value) => {
    let written = 0;
    // 124 KB of input, whose items are not looked at once the text is too long.
    const items = new Proxy(Array.from({ length: 124_000 }), {
      get: (target, key) => {
        if (key === "length") return target.length;
        written++;
        return value;
      },
    });
    const budget = new TextBudget(124_000);
    expect(() => literal(arrayTy(ty), items, budget)).toThrow("shorten the names of fields");
    expect(written).toBeLessThan(124_000 / 20);
  });
});

test.each<readonly [string, Ty, unknown, number]>([
  ["a string", std("Text"), "it's", 0],
  ["a list", arrayTy(std("Text")), ["it's"], 1],
  ["a tuple", tupleTy({ a: std("Int8"), b: arrayTy(std("Text")) }), { a: 1, b: ["it's"] }, 2],
  ["a list of tuples of units", arrayTy(tupleTy({ a: unitTy })), [{}], 2],
])(
  "%s is refused within so many others that quotes would fill the memory",
  async (_, ty, value, own) => {
    let [within, inner, levels] = [ty, value, own];
    const error = await failure(() => {
      for (; levels < 30; levels++) {
        [within, inner] =
          levels % 2 === 0
            ? [arrayTy(within), [inner]]
            : [tupleTy({ a: within, b: std("Int8") }), { a: inner, b: 1 }];
        literal(within, inner);
      }
    });
    expect(error).toMatchObject({
      message: expect.stringContaining(`a list or tuple of ${levels} levels within`) as string,
    });
  },
);

describe("types that share definitions are compiled once each", () => {
  test.each(sharedTypes(40))("%s", async (_, ty, defs) => {
    // The work of 2^40 types would not end.
    const outcome = await failure(() => {
      statementOf(sqlProgramOf("SELECT 1", ty, defs), true);
      throw new CellError("it is accepted");
    });
    expect(outcome).toMatchObject({
      message: expect.stringMatching(
        /accepted|too large|parameters at most|reads no enum/,
      ) as string,
    });
  });

  test("also where values are written", () => {
    const [, ty, defs] = sharedTypes(40).find(([name]) => name === "tuples of tuples of unit")!;
    const write = new LiteralTexts(programTypes(defs)).textOf(arrayTy(ty));
    expect(write([{}, {}], free)).toBe("['{}','{}']");
    const { argumentsOf } = statementOf(sqlProgramOf("SELECT 1", ty, defs), true);
    expect(argumentsOf(new Uint8Array(0))).toEqual([]);
  });
});

test("an enum inside of an array is refused", () => {
  expect(() => literal(arrayTy(enumTy({ a: std("Int8"), b: unitTy })), [])).toThrow("no enum");
});
