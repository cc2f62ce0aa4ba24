import { parsePrintedTypes, programCodec } from "@lutra/bin/program";
import { describe, expect, it } from "vitest";
import {
  CodegenError,
  generateModule,
  type InputFile,
  type ModuleOptions,
  type NativeSource,
  readArtefacts,
} from "../src/index.ts";

const plain = "Input: Int64\nOutput: Int64";

/** Returns a program that has one type for its input and its output. */
function takes(type: string, ...definitions: readonly string[]): string {
  return `Input: ${type}\nOutput: ${type}\n\nType definitions:\n  ${definitions.join("\n  ")}\n`;
}

/** Returns the module of programs that do nothing, given by their printed types. */
async function moduleOf(
  programs: Readonly<Record<string, string>>,
  options: Partial<ModuleOptions> = {},
): Promise<{ readonly exports: readonly string[]; readonly warnings: readonly string[] }> {
  const files = Object.entries(programs).map(([name, types]): InputFile => {
    const { input, output, defs } = parsePrintedTypes(types);
    const value = { sql: "", inputTy: input, outputTy: output, defs };
    return {
      path: `${name}/program.sql-duckdb.rr.ld`,
      bytes: programCodec.encode({ tag: "sqlDuckDb", value }),
    };
  });
  const { text, warnings } = generateModule(await readArtefacts(files), {
    name: "shop",
    ...options,
  });
  const names = [...text.matchAll(/^export (?:class|const|function|interface|type) ([\w$]+)/gm)];
  return { exports: names.map(([, name]) => name!), warnings };
}

function native(...path: readonly string[]): NativeSource {
  return { path, functionName: path.at(-1)!, ...parsePrintedTypes(plain) };
}

const functionRemedy = "rename one of them, or leave one out with `exclude`";
const sourceRemedy = "rename one of them in the sources";
const typeRemedy = (path: string): string => `set names: { "${path}": "..." } for another name`;

const cases: readonly (readonly [
  what: string,
  programs: Readonly<Record<string, string>>,
  options: Partial<ModuleOptions>,
  exports: readonly string[],
  warnings: readonly string[],
])[] = [
  [
    "functions whose names differ by case",
    { Foo: plain, foo: plain },
    {},
    ["foo", "foo2"],
    [`foo is called foo2, because Foo has the name foo: ${functionRemedy}`],
  ],
  [
    "functions whose names become the same",
    { "sold-on": plain, sold_on: plain, soldOn: plain },
    {},
    ["soldOn", "soldOn2", "soldOn3"],
    [
      `soldOn is called soldOn2, because sold-on has the name soldOn: ${functionRemedy}`,
      `sold_on is called soldOn3, because sold-on has the name soldOn: ${functionRemedy}`,
    ],
  ],
  [
    "a function that is called like a program of another one",
    { foo: plain, foo_duck_db: plain },
    {},
    ["fooDuckDb", "fooDuckDb2"],
    [`foo_duck_db is called fooDuckDb2, because foo has the name fooDuckDb: ${functionRemedy}`],
  ],
  [
    "a function whose program is called like another one",
    { Foo_duck_db: plain, foo: plain },
    {},
    ["fooDuckDb", "foo2", "foo2DuckDb"],
    [`foo is called foo2, because Foo_duck_db has the name fooDuckDb: ${functionRemedy}`],
  ],
  [
    "types whose names differ by case",
    { a: takes("{x: Row, y: row}", "Row: {id: Int64}", "row: {id: Text}") },
    {},
    ["Row", "Row2", "rowCodec", "row2Codec"],
    [`row is called Row2, because Row has the name Row: ${typeRemedy("row")}`],
  ],
  [
    "types whose codecs become the same",
    { a: takes("{x: Url, y: URL}", "Url: {id: Int64}", "URL: {id: Text}") },
    {},
    ["Url", "URL", "urlCodec", "urlCodec2"],
    [
      `the codec of URL is called urlCodec2, because the codec of Url has the name urlCodec: ${typeRemedy("URL")}`,
    ],
  ],
  [
    "a function that is called like a codec",
    { row_codec: takes("Row", "Row: {id: Int64}") },
    {},
    ["Row", "rowCodec", "rowCodec2"],
    [
      `the codec of Row is called rowCodec2, because row_codec has the name rowCodec: ${typeRemedy("Row")}`,
    ],
  ],
  [
    "a type that is called like the client",
    { a: takes("ShopClient", "ShopClient: {id: Int64}") },
    {},
    ["ShopClient", "ShopClient2"],
    [
      `ShopClient is called ShopClient2, because the client has the name ShopClient: ${typeRemedy("ShopClient")}`,
    ],
  ],
  [
    "types of one name in programs of several projects",
    { a: takes("Row", "Row: {id: Int64}"), b: takes("Row", "Row: {id: Text}") },
    {},
    ["Row", "Row2"],
    [`Row is called Row2, because another one has the name Row: ${sourceRemedy}`],
  ],
  [
    "types that get one name from the settings",
    { a: takes("{x: m::A, y: m::B}", "m::A: {id: Int64}", "m::B: {id: Text}") },
    { names: { "m::A": "Row", "m::B": "Row" } },
    ["Row", "Row2"],
    [`m::B is called Row2, because m::A has the name Row: ${typeRemedy("m::B")}`],
  ],
  [
    "a type that gets a reserved name from the settings",
    { a: takes("Row", "Row: {id: Int64}") },
    { names: { Row: "Date" } },
    ["Date_"],
    ["names: Row is called Date_, because Date has a meaning in TypeScript or in the module"],
  ],
  [
    "functions of the host in modules of one name",
    {},
    { natives: [native("acme", "geo", "f"), native("other", "geo", "f")] },
    ["Geo", "Geo2", "geoModule", "geoModule2"],
    [
      `the module other::geo is called geoModule2, because the module acme::geo has the name geoModule: ${sourceRemedy}`,
      `the module other::geo is called Geo2, because the module acme::geo has the name Geo: ${sourceRemedy}`,
    ],
  ],
  [
    "functions of the host whose methods become the same",
    {},
    { natives: [native("acme", "geo", "F"), native("acme", "geo", "f")] },
    ["Geo", "geoModule"],
    [`acme::geo::f is called f2, because acme::geo::F has the name f: ${sourceRemedy}`],
  ],
];

describe("a module warns of", () => {
  it.each(cases)("%s", async (_what, programs, options, exports, warnings) => {
    const module = await moduleOf(programs, options);
    expect(module.warnings).toEqual(warnings);
    expect(module.exports).toEqual(expect.arrayContaining([...exports]));
  });
});

it("does not warn of names that every module has to change", async () => {
  const programs = {
    delete: takes(
      "{a: Codec, b: a::Row, c: b::Row}",
      "Codec: {id: Int64}",
      "a::Row: {x: Text}",
      "b::Row: {y: Text}",
    ),
    call: plain,
    "sales-report": plain,
    "shop/search": plain,
    "forum/search": plain,
  };
  const { exports, warnings } = await moduleOf(programs);
  expect(warnings).toEqual([]);
  expect(exports).toEqual(
    expect.arrayContaining([
      "delete_",
      "Codec_",
      "call",
      "shopSearch",
      "forumSearch",
      "ARow",
      "BRow",
    ]),
  );
});

it.each(["", "a b", "1x", "x;y", "Row>"])("refuses %j as the name of a type", async (name) => {
  const given = moduleOf({ a: takes("Row", "Row: {id: Int64}") }, { names: { Row: name } });
  const message = `names: Row cannot be called ${JSON.stringify(name)}, which is no identifier`;
  await expect(given).rejects.toThrow(new CodegenError(message, "choose a name like OrderRow"));
});
