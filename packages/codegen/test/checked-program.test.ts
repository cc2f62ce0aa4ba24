import * as brands from "@lutra-internal/fixtures/generated/brands";
import * as combinators from "@lutra-internal/fixtures/generated/combinators";
import * as torture from "@lutra-internal/fixtures/generated/torture";
import * as values from "@lutra-internal/fixtures/generated/values";
import {
  type AnyCodec,
  array,
  type Codec,
  completeTypes,
  int64,
  option,
  type Ty,
  type TyKind,
} from "@lutra/bin";
import { checkedProgram, type Program } from "@lutra/runner-core";
import { expect, it } from "vitest";

type Call = readonly [name: string, program: Program, input: Codec<never>, output: Codec<never>];

const call = (name: string, program: Program, input: AnyCodec, output: AnyCodec): Call => [
  name,
  program,
  input as Codec<never>,
  output as Codec<never>,
];

const callsOf = (form: string, module: typeof torture | typeof combinators): readonly Call[] => [
  call(
    `${form}: options of options`,
    module._2faCodesPostgres,
    array(option(module._2faCodesInputItemCodec as Codec<object>)),
    option(module._2faCodesOutputCodec as Codec<string>),
  ),
  call(`${form}: aliases`, module.aliasesPostgres, module.aliasesInputCodec, module.twiceCodec),
  call(
    `${form}: odd names`,
    module.delete_Postgres,
    module.deleteInputCodec,
    module.deleteOutputCodec,
  ),
  call(
    `${form}: long names`,
    module.longNamesPostgres,
    module.longNamesInputCodec,
    module.longNamesOutputCodec,
  ),
  call(
    `${form}: enums`,
    module.readEnumsPostgres,
    module.readEnumsInputCodec,
    array(module.readEnumsRowCodec as Codec<unknown>),
  ),
  call(
    `${form}: recursion`,
    module.recursionPostgres,
    module.leftNodeCodec,
    array(module.recursionRowCodec as Codec<unknown>),
  ),
  call(`${form}: scalars`, module.scalarsPostgres, module.scalarsInputCodec, int64),
  call(`${form}: tuples`, module.tuplesPostgres, module.tuplesInputCodec, module.tuplesOutputCodec),
];

const calls = [
  ...callsOf("straight-line code", torture),
  ...callsOf("combinators", combinators),
  call("brands", brands.aliasesPostgres, brands.aliasesInputCodec, brands.twiceCodec),
  call("texts of dates", values.scalarsPostgres, values.scalarsInputCodec, int64.asNumber),
];

it.each(calls)("takes generated codecs of the program: %s", (_name, program, input, output) => {
  expect(checkedProgram(program, input, output)).toEqual({ program, input, output });
});

it.each(calls)("tells generated codecs from those of another program: %s", (_, program, input) => {
  for (const [, , otherInput] of calls) {
    if (fits(program, otherInput)) continue;
    expect(() => checkedProgram(program, otherInput, input)).toThrow(
      /^the codec of the input does not fit the program: /,
    );
  }
});

/** Tells if an input is that of a program, by the codec that the program's own type gives. */
function fits(program: Program, input: AnyCodec): boolean {
  return calls.some(([, other, otherInput]) => otherInput === input && isSame(other, program));
}

function isSame(a: Program, b: Program): boolean {
  return Buffer.from(a.bytes).equals(b.bytes);
}

it("names the first difference inside of a generated enum", () => {
  const make = (kind: TyKind): Ty => ({ kind, layout: null, name: null, variantsRecursive: [] });
  const some = make({ tag: "ident", value: ["std", "Int32"] });
  const none = make({ tag: "tuple", value: [] });
  const variants = [
    { name: "none", ty: none },
    { name: "some", ty: some },
  ];
  const { ty, defs } = completeTypes(make({ tag: "enum", value: variants }), []);
  const { maybeCodec } = torture;
  const program: Program = { kind: "bytecodeLt", bytes: new Uint8Array() };
  const types = { input: ty, output: ty, defs };
  expect(() => checkedProgram(program, maybeCodec, maybeCodec, types)).toThrow(
    new TypeError(
      "the codec of the input does not fit the program: in .some, the program has Int32, the codec Int64",
    ),
  );
});
