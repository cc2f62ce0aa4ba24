import { array, completeTypes, int32, option, text, tuple, type Ty, type TyKind } from "@lutra/bin";
import { programCodec, type ProgramType, programTypeCodec } from "@lutra/bin/program";
import { expect, test } from "vitest";
import { checkedProgram, type Program, programFromBytes } from "../src/index.ts";

const make = (kind: TyKind): Ty => ({ kind, layout: null, name: null, variantsRecursive: [] });
const std = (name: string): Ty => make({ tag: "ident", value: ["std", name] });
const fields = (...parts: readonly (readonly [string, Ty])[]): Ty =>
  make({ tag: "tuple", value: parts.map(([name, ty]) => ({ name, ty })) });

const sale = fields(["product", std("Int32")], ["units", std("Int32")]);
const completed = completeTypes(
  fields(["input", make({ tag: "array", value: sale })], ["output", std("Text")]),
  [],
);
const [input, output] =
  completed.ty.kind.tag === "tuple" ? completed.ty.kind.value.map(({ ty }) => ty) : [];
const types: ProgramType = { input: input!, output: output!, defs: completed.defs };

const sql: Program = programFromBytes(
  programCodec.encode({
    tag: "sqlPostgres",
    value: { sql: "SELECT", inputTy: types.input, outputTy: types.output, defs: types.defs },
  }),
);
const bytecode: Program = programFromBytes(new Uint8Array([2, 4, 0, 0, 0]));

const sales = array(tuple({ product: int32, units: int32 }));
const swapped = array(tuple({ units: int32, product: int32 }));

test("codecs of the program's types make a typed program", () => {
  const typed = checkedProgram(sql, sales, text);
  expect(typed).toEqual({ program: sql, input: sales, output: text });
  expect(checkedProgram(bytecode, sales, text, types).program).toBe(bytecode);
  expect(checkedProgram(bytecode, sales, text, programTypeCodec.encode(types)).input).toBe(sales);
});

test("the first difference is named by its place", () => {
  const message =
    'the codec of the input does not fit the program: in [], the program has the field "product" in place 0, the codec ' +
    'the field "units" in place 0';
  expect(() => checkedProgram(sql, swapped, text)).toThrow(new TypeError(message));
  expect(() => checkedProgram(bytecode, swapped, text, types)).toThrow(message);
  expect(() => checkedProgram(sql, sales, option(text))).toThrow(
    "the codec of the output does not fit the program: the program has Text, the codec an enum of 2 variants (none, some)",
  );
});

test("the types of a bytecode program must be given", () => {
  expect(() => checkedProgram(bytecode, sales, text)).toThrow(
    "the types of a bytecode program are not known, as it does not carry them: pass the content of the " +
      "program-type.ld beside it",
  );
});

test("given types are compared beside those that the program carries", () => {
  const others: ProgramType = { ...types, output: types.input };
  expect(() => checkedProgram(sql, sales, text, others)).toThrow(
    "the codec of the output does not fit the program: the program has an array, the codec Text",
  );
});
