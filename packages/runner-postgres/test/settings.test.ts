import { usePglite } from "@lutra-internal/testing/pglite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPgliteAdapter } from "../src/pglite.ts";
import { testMarks } from "./support/marks.ts";
import {
  outputOf,
  testBackslashes,
  testExactFloats,
  testOwnersTypes,
  testRoundingSession,
} from "./support/settings.ts";
import { sqlTypes, std, unit } from "./support/types.ts";

const wrong = (): never => {
  throw new Error("a parser or serializer of the owner was used");
};
const types = [16, 17, 19, 20, 21, 23, 25, 114, 701, 1000, 1007, 1009, 1043, 1082, 1700, 3802];
const all = Object.fromEntries(types.map((type) => [type, wrong]));
const database = usePglite({ parsers: all, serializers: all });
const adapter = (): ReturnType<typeof createPgliteAdapter> => createPgliteAdapter(database());

describe("a database with parsers and serializers of its owner", () => {
  testOwnersTypes(adapter);
  testExactFloats(adapter);
});

describe("a database that rounds floats", () => {
  beforeAll(() => database().exec("set extra_float_digits = 0"));
  afterAll(() => database().exec("reset extra_float_digits"));
  testRoundingSession(adapter, 0);
});

describe.each(["on", "off"])("standard_conforming_strings = %s", (value) => {
  beforeAll(() => database().exec(`set standard_conforming_strings = ${value}`));
  afterAll(() => database().exec("reset standard_conforming_strings"));
  testBackslashes(adapter);
});

test.each([
  ["select '9223372036854775807'::numeric", "Int64", 2n ** 63n - 1n],
  ["select '-9223372036854775808'::numeric", "Int64", -(2n ** 63n)],
  ["select '18446744073709551615'::numeric", "Uint64", 2n ** 64n - 1n],
  ["select (-1)::int8", "Uint64", 2n ** 64n - 1n],
  ["select 4294967295::int8", "Uint32", 4_294_967_295],
  ["select 128::int2", "Int8", -128],
])("%s as %s is a value", async (sql, type, expected) => {
  expect(await outputOf(adapter(), sql, sqlTypes(unit, std(type)))).toBe(expected);
});

test.each([
  ["select 9223372036854775807::int8 + 1::numeric", "Int64"],
  ["select sum(v) from (values (9223372036854775807), (9223372036854775807)) as t(v)", "Int64"],
  ["select '18446744073709551615'::numeric", "Timestamp"],
  ["select '18446744073709551616'::numeric", "Uint64"],
  ["select 2147483648::int8", "Int32"],
  ["select 4294967296::int8", "Uint32"],
  ["select 65536::int4", "Uint16"],
  ["select 40000::int4", "Int8"],
])("%s as %s is refused, and not cut", async (sql, type) => {
  await expect(outputOf(adapter(), sql, sqlTypes(unit, std(type)))).rejects.toMatchObject({
    code: "EXECUTION_ERROR",
    message: expect.stringMatching(
      /^bad result: expected a whole number from -\d+ to \d+, got /,
    ) as string,
  });
});

describe("texts that begin with U+FEFF, which PGlite drops when it reads", () => {
  testMarks({ adapter, execute: (script) => database().exec(script) });
});
