import { parsePrintedTypes, programCodec } from "@lutra/bin/program";

/** A folder with files of one program. */
export interface TortureProgram {
  /** Name of the folder. */
  readonly name: string;
  /** Types as the compiler prints them. */
  readonly types: string;
  /** Source with the head of the function. */
  readonly source?: string;
}

const numbered = (count: number, part: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => part(i)).join(", ");

const long = "a_name_of_a_length_that_no_one_would_choose_for_a_field_but_that";

/** Programs whose types and names are as hard on a generator as Lutra allows. */
export const torturePrograms: readonly TortureProgram[] = [
  {
    name: "delete",
    types: [
      'Input: {`__proto__`: Int8, constructor: Text, `due date`: Int32, delete: Bool, toString: Text, `🦦`: Int8, `7`: Int8, `it\'s "quoted"`: Text, `back\\slash`: Text, zoë: Text, `*/`: Int64}',
      'Output: enum {`__proto__`, constructor: Text, `due date`: Int64, `*/`: Bool, `it\'s "quoted"`}',
    ].join("\n"),
    source: "## Ends no comment: */ and\n## has two lines.\nfunc main(delete: {Int8}) -> x\n",
  },
  {
    name: "constructor",
    types: [
      "Input: {Int64, Text, shapes::Array}",
      "Output: shapes::Promise",
      "",
      "Type definitions:",
      "  shapes::Array: {a: Int64, codec: shapes::Codec}",
      "  shapes::Codec: [Int8]",
      "  shapes::Promise: {shapes::Array, shapes::Date, shapes::reader, shapes::Text}",
      "  shapes::Date: Int64",
      "  shapes::reader: {r: Uint32}",
      "  shapes::Text: Text",
    ].join("\n"),
    source: "func main(options: Int64, constructor: Text, constructor: shapes::Array) -> x\n",
  },
  {
    name: "call",
    types: "Input: {}\nOutput: {}",
    source: "func main() -> {}\n",
  },
  {
    name: "2fa codes 🦦",
    types:
      "Input: [enum {none, some: enum {none, some: enum {none, some: Int8}}}]\nOutput: enum {none, some: enum {none, some: {}}}",
  },
  {
    name: "read-enums",
    types: [
      "Input: {none: enum {}, one: enum {only}, payload: enum {only: Text}, units: enum {a: {}, b: {x: {}}, c: {}}}",
      `Output: [{many: enum {${numbered(300, (i) => `v${i}`)}}, more: enum {${numbered(300, (i) => `v${i}: Int16`)}}}]`,
    ].join("\n"),
  },
  {
    name: "tuples",
    types: [
      `Input: {{}, {Int8}, {one: {}}, {${numbered(9, (i) => (i % 2 === 0 ? "Text" : "Int64"))}}, {a: Int8, Text}}`,
      `Output: {zero: [{}], wide: {${numbered(200, (i) => `f${i}: ${i % 3 === 0 ? "Text" : "Float64"}`)}}, list: {${numbered(40, () => "Uint16")}}}`,
    ].join("\n"),
  },
  {
    name: "recursion",
    types: [
      "Input: left::Node",
      "Output: [{node: right::Node, chain: right::Chain, order: Ordering}]",
      "",
      "Type definitions:",
      "  left::Node: {value: Int64, next: [right::Node], kind: enum {leaf, inner: left::Node}}",
      "  right::Node: enum {stop, go: left::Node, both: {left::Node, right::Node}}",
      "  right::Chain: enum {end, link: {head: Text, tail: right::Chain}}",
      "  std::Ordering: enum {less, equal, greater}",
    ].join("\n"),
  },
  {
    name: "aliases",
    types: [
      "Input: {id: m::Id, ids: m::Ids, day: m::Day, blob: m::Blob, maybe: m::Maybe, twice: m::Twice, nothing: m::Nothing}",
      "Output: m::Twice",
      "",
      "Type definitions:",
      "  m::Id: Int64",
      "  m::Ids: [m::Id]",
      "  m::Day: Date",
      "  m::Blob: [Uint8]",
      "  m::Maybe: enum {none, some: m::Id}",
      "  m::Twice: m::Row",
      "  m::Row: {day: m::Day, at: Timestamp, took: Duration, price: Decimal, time: Time}",
      "  m::Nothing: {}",
    ].join("\n"),
  },
  {
    name: "long-names",
    types: [
      `Input: {${long}_one: enum {none, some: Text}, ${long}_two: [{${long}_three: Text, toString: Int8}]}`,
      `Output: enum {${long}_four: {${long}_five: Text, six: [Int64]}, ${long}_seven: enum {${long}_eight, ${long}_nine}}`,
    ].join("\n"),
  },
  {
    name: "scalars",
    types: `Input: {${["Bool", "Int8", "Int16", "Int32", "Int64", "Uint8", "Uint16", "Uint32", "Uint64", "Float32", "Float64", "Text", "Date", "Time", "Timestamp", "Duration", "Decimal", "Prim8", "Prim16", "Prim32", "Prim64", "[Uint8]", "[Prim8]"].map((name, i) => `f${i}: ${name}`).join(", ")}}\nOutput: Int64`,
  },
];

/** Returns the files of the programs below one folder. The programs carry their types, and do nothing. */
export function tortureFiles(): readonly { readonly path: string; readonly bytes: Uint8Array }[] {
  return torturePrograms.flatMap(({ name, types, source }) => {
    const { input, output, defs } = parsePrintedTypes(types);
    const sql = { sql: "SELECT 1", inputTy: input, outputTy: output, defs };
    const program = programCodec.encode({ tag: "sqlPostgres", value: sql });
    const files = [{ path: `${name}/program.sql-pg.rr.ld`, bytes: program as Uint8Array }];
    return source === undefined
      ? files
      : [...files, { path: `${name}/main.lt`, bytes: new TextEncoder().encode(source) }];
  });
}
