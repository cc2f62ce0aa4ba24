import { codecFor, type Ty } from "@lutra/bin";
import fc from "fast-check";
import { expect, test } from "vitest";
import { PostgresRunner } from "../../src/index.ts";
import type { Engine } from "./engine.ts";
import { array, enumOf, option, sqlProgram, sqlTypes, std, tuple, unit } from "./types.ts";

/** A type, and what its values are. */
interface Sample {
  readonly ty: Ty;
  /** Types of the columns that a value takes. */
  readonly columns: readonly string[];
  readonly value: fc.Arbitrary<unknown>;
  /** Its values inside of arrays, which travel as JSON. */
  readonly inJson: fc.Arbitrary<unknown>;
}

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

/** Characters that mean something in JSON or to a driver, and a few more; the server keeps no U+0000. */
const marks = [
  '"',
  "'",
  "\\",
  ",",
  "[",
  "{",
  "}",
  ":",
  "$1",
  "null",
  "\\u0000",
  "\n",
  "\ufeff",
  "ž",
  "🦦",
];
const text = fc.oneof(
  fc
    .string({ unit: "binary", maxLength: 30 })
    .map((characters) => characters.replaceAll("\u0000", "")),
  fc.string({ unit: fc.constantFrom(...marks), maxLength: 12 }),
);

/** Returns the floats that JSON has, without -0, whose sign the server loses. */
const plain = (floats: fc.Arbitrary<number>): fc.Arbitrary<number> =>
  floats.map((float) => (Number.isFinite(float) ? float + 0 : 1.5));

const byte = scalar("Uint8", "int2", fc.integer({ min: 0, max: 255 }));

const scalars: readonly Sample[] = [
  byte,
  scalar("Bool", "bool", fc.boolean()),
  scalar("Int8", "int2", fc.integer({ min: -128, max: 127 })),
  scalar("Int16", "int2", fc.integer({ min: -32768, max: 32767 })),
  scalar("Uint16", "int2", fc.integer({ min: 0, max: 65535 })),
  scalar("Int32", "int4", fc.integer()),
  scalar("Uint32", "int4", fc.integer({ min: 0, max: 2 ** 32 - 1 })),
  scalar("Date", "int4", fc.integer()),
  scalar("Int64", "int8", int64),
  scalar("Uint64", "int8", fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })),
  scalar("Time", "int8", fc.bigInt({ min: 0n, max: 86_400_000_000n })),
  scalar("Timestamp", "int8", int64),
  scalar("Duration", "int8", int64),
  scalar("Decimal", "int8", int64),
  scalar("Float32", "float4", fc.float(), plain(fc.float())),
  scalar("Float64", "float8", fc.double(), plain(fc.double())),
  scalar("Text", "text", text),
];

const samples = fc.letrec<{ any: Sample; list: Sample }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom(...scalars),
    tie("list"),
    fc.oneof(fc.constantFrom(...scalars), tie("list")).map(optionOf),
    fc.array(tie("any"), { maxLength: 4 }).map(tupleOf),
    // The values of an enum are tagged if any variant has a payload.
    fc.array(tie("any"), { minLength: 1, maxLength: 3 }).map((some) => variantsOf([byte, ...some])),
  ),
  list: tie("any").map(listOf),
}));

/** Sends random values of random types, and reads them back. */
export function testRandomEchoes(engine: () => Engine): void {
  test("inputs of any type come back as they were sent", async () => {
    const runner = new PostgresRunner(engine().adapter);
    // An array alone would be the rows of the result.
    const echoes = samples.any
      .map((sample) => tupleOf([byte, sample]))
      .chain((sample) => sample.value.map((value) => ({ ...sample, value })));
    await fc.assert(
      fc.asyncProperty(echoes, async ({ ty, columns, value }) => {
        const types = sqlTypes(ty, ty);
        const input = codecFor(types.input, types.defs).encode(value);
        const parameters = columns.map((column, i) => `$${i + 1}::${column}`);
        const handle = await runner.prepare(sqlProgram(`select ${parameters.join(", ")}`, types));
        expect(await runner.execute(handle, input)).toEqual(input);
        await runner.release(handle);
      }),
      { seed: 29, numRuns: 200 },
    );
  });
}

function scalar(
  name: string,
  column: string,
  value: fc.Arbitrary<unknown>,
  inJson: fc.Arbitrary<unknown> = value,
): Sample {
  return { ty: std(name), columns: [column], value, inJson };
}

/** Returns an array, which is one column. */
function listOf(item: Sample): Sample {
  const items =
    item === byte ? fc.uint8Array({ maxLength: 5 }) : fc.array(item.inJson, { maxLength: 5 });
  return { ty: array(item.ty), columns: ["jsonb"], value: items, inJson: items };
}

function optionOf({ ty, columns, value, inJson }: Sample): Sample {
  return { ty: option(ty), columns, value: fc.option(value), inJson: fc.option(inJson) };
}

const fieldNames = ["a", "select", "B c", `it's "x" \\`];

function tupleOf(fields: readonly Sample[]): Sample {
  const named = fields.map((field, i) => [fieldNames[i]!, field] as const);
  const record = (of: (field: Sample) => fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
    named.length === 0
      ? fc.constant(undefined)
      : fc.record(Object.fromEntries(named.map(([name, field]) => [name, of(field)])));
  return {
    ty: tuple(Object.fromEntries(named.map(([name, { ty }]) => [name, ty]))),
    columns: fields.flatMap(({ columns }) => columns),
    value: record(({ value }) => value),
    inJson: record(({ inJson }) => inJson),
  };
}

/** Returns an enum: of a unit, and of a variant for each sample. */
function variantsOf(payloads: readonly Sample[]): Sample {
  const named = payloads.map((payload, i) => [fieldNames[i]!, payload] as const);
  const tagged = (of: (payload: Sample) => fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
    fc.oneof(
      fc.constant({ tag: "unit" }),
      ...named.map(([tag, payload]) => of(payload).map((value) => ({ tag, value }))),
    );
  return {
    ty: enumOf({ unit, ...Object.fromEntries(named.map(([name, { ty }]) => [name, ty])) }),
    columns: ["int2", ...payloads.flatMap(({ columns }) => columns)],
    value: tagged(({ value }) => value),
    inJson: tagged(({ inJson }) => inJson),
  };
}
