import { createRandom } from "@lutra-internal/testing";
import { expect, it } from "vitest";
import { generateModule, type ModuleOptions } from "../../src/index.ts";
import { breakLines } from "../../src/layout/break-lines.ts";
import { programOfLongNames } from "../support/long-names.ts";
import { formatted } from "../support/modules.ts";

/** Kinds of lines that modules have, by what stands around them; `N` becomes longer until it fills the line. */
const lines: readonly (readonly [before: string, after: string, lines: readonly string[]])[] = [
  [
    "",
    "",
    [
      "export type N = [bigint, Row, number];",
      "export type N = [id: bigint, row: Row];",
      "export type N = Row[][];",
      "export type N = Row | null;",
      "export type Row = N | null;",
      'export type Row = { tag: "a"; value: N } | { tag: "b" };',
      'export type Row = { tag: "b" } | { tag: "a"; value: N };',
      'export type N = { tag: "a"; value: [Row, (Row | null)[]] } | { tag: "b" };',
      "export type Row = [N, (N | null)[], string];",
      'export type Row = "less" | "N" | "greater";',
      'export type N = Brand<bigint, "N">;',
      'export type BrandOfAnItemN = Brand<bigint, "item">;',
      "const constant0 = /* @__PURE__ */ new Map<unknown, number>([]);",
      'const constant1 = ["none", "N"];',
      'const constant2 = [["none", row], ["N", row]];',
      'const constant3 = [["none"], ["N"]];',
      "export const n: PortableProgram<N, Row[]> = /* @__PURE__ */ portable(N);",
      "export const nCodec: Codec<Row> = /* @__PURE__ */ tuple({ id: int64, name: N });",
      "export const N: Codec<N> = /* @__PURE__ */ tuple({ id: int64 });",
      "export const nCodec: Codec<N> = /* @__PURE__ */ enumOf({ none: unit, some: /* @__PURE__ */ option(N) });",
      "export const N: Codec<Row> = /* @__PURE__ */ tuple([int64, text]);",
      'export const nCodec: Codec<Row> = /* @__PURE__ */ recursive(() => tuple({ id: N, children: array(N) }), ["N"]);',
      'export const nCodec: Codec<Row> = /* @__PURE__ */ recursive(() => int64, ["m", "N"]);',
      "export const nCodec: Codec<Row> = /* @__PURE__ */ compiledCodec({ headBytes: 8, read: N, write: writeRow, item: () => int64 });",
      'export const nCodec: Codec<Row> = /* @__PURE__ */ compiledCodec({ headBytes: 16, fields: () => [["a", N], ["b", int64]] });',
      'export const N: EmbeddedProgram = /* @__PURE__ */ embeddedProgram("sqlPostgres", "00", () => "AQ==");',
      'export const N: ProgramReference = /* @__PURE__ */ programReference("sqlPostgres", "00");',
      "export const n: PortableProgram<N, Row[]> = /* @__PURE__ */ portableProgram(unit, /* @__PURE__ */ array(rowCodec), [nPostgres]);",
      "export const n: PortableProgram<undefined, Row> = /* @__PURE__ */ portableProgram(/* @__PURE__ */ encoder(8, N), /* @__PURE__ */ decoder(1, 40, readRow), [nPostgres]);",
      "export const programs: readonly EmbeddedProgram[] = [N, row];",
      "function N(r: Reader, at: number): Row[] {\n  return;\n}",
      "function n(w: Writer, v: [N, bigint][], at: number): void {\n  return;\n}",
      "function n(w: Writer, v: (N | null)[], at: number): [bigint, string] {\n  return;\n}",
    ],
  ],
  [
    "class Client {\n",
    "}\n",
    [
      "  N(): Row {\n    return;\n  }",
      "  n(input: InputOf<N>, options?: CallOptions): Promise<Row> {\n    return;\n  }",
      "  n(a: undefined, b: InputOf<[number, N]>, c: Row): Promise<[bigint, Row]> {\n    return;\n  }",
      "  n(input: InputOf<(N | null)[]>): N | null {\n    return;\n  }",
      "  n(input: InputOf<Row>, options?: CallOptions): Promise<[N, N]> {\n    return;\n  }",
    ],
  ],
  [
    "export interface Row {\n",
    "}\n",
    [
      "  N: [bigint, number, Row];",
      '  "N x"?: Row[][];',
      '  ["__proto__"]: [N, bigint];',
      "  row: N | null;",
      "  rows: (N | null)[];",
      "  N(row: Row, count: bigint): void;",
      "  n(): Promise<N>;",
    ],
  ],
  [
    "function f() {\n",
    "}\n",
    [
      '  if (typeof v !== "number") refuseInt(N);',
      "  if (v.N === undefined) wrongKind();",
      "  for (let place = start; i < count; i++, place += 16) items[i] = N(r, place);",
      "  for (let place = start; i < count; i++, place += 16) items[i] = view.getBigInt64(place, true) as N;",
      "  for (let place = start; i < count; i++, place += 16) items[i] = readItemOfTheListOfN(r, place);",
      "  const items = createItems<N>(count);",
      "  const items = createItems<[N, Row]>(count);",
      "  const f0 = N(r, at + 8);",
      "  const f0 = v.N;",
      '  const theField = theValue["N x"];',
      "  const f0 = N(count);",
      "  portableProgramOf(rowCodec, N, [first, second]);",
      '  wrongKind("N\\\\", [first, second]);',
      '  const f0 = (Object.hasOwn(v, "N") ? v.N : undefined)!;',
      "  const f0 = view.getInt32(at + 16, true) as N;",
      '  const tag = N.get(v) ?? wrongKind("one of none, some", v);',
      '  rethrow(error, ["a", "N", "c"][i]!);',
      '  return rethrow(error, ["a b", "N"][i]!);',
      "  return (N[tag] ?? badTag(r, at, tag, 2)) as never;",
      '  return { id: f0, "N x": f1, three: f2 };',
      '  return { tag: "N", value: N(r, at + 1) };',
      '  return { tag: "n", value: bytes[N] !== 0 };',
      '  return { tag: "n", value: readItemOfTheListOfN(r, at + 1) };',
      "  return this.call(n, [input1, N], options);",
      "  N(w, f4, at + 146);",
      "  w.N(count * 5 - 4, count * 48);",
      '  wrongKind("one of N", tag);',
    ],
  ],
];

/** Names are longer by up to as many characters; formatters have more rules for names that fill a line. */
const maxLength = 75;

it("leaves no line to the formatter, however long names are", () => {
  const texts: Record<string, string> = {};
  for (const [before, after, kinds] of lines)
    for (const [i, kind] of kinds.entries()) {
      const all = Array.from(
        { length: maxLength },
        (_, length) => `${before}${kind.replaceAll("N", `N${"x".repeat(length)}`)}\n${after}`,
      );
      texts[`${before.split(" ", 1)[0]}${i}.ts`] = breakLines(all.join(""));
    }
  expect(formatted(texts)).toEqual(texts);
});

/** Programs for each length. A long run: `LUTRA_LONG_TESTS=1 npx vitest run packages/codegen/test/layout`. */
const perLength = process.env["LUTRA_LONG_TESTS"] === undefined ? 1 : 10;

const choices: readonly Partial<ModuleOptions>[] = [
  { brand: ["**"] },
  { codecs: "combinators", programs: "hash", sync: true, values: { int64: "number" } },
];

it("leaves nothing of a module to the formatter, however long names are", () => {
  const random = createRandom(7_000);
  const texts: Record<string, string> = {};
  for (let length = 0; length <= 36; length++) {
    const sources = Array.from({ length: perLength }, () => programOfLongNames(random, length));
    for (const [i, options] of choices.entries()) {
      texts[`${length}-${i}.ts`] = generateModule(sources, { name: "long", ...options }).text;
    }
  }
  expect(formatted(texts)).toEqual(texts);
});
