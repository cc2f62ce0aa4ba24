import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { fileSystemInterface } from "../../src/files/file-system-interface.ts";
import type { Column, ColumnType } from "../../src/files/parquet-format.ts";
import { memoryFiles } from "../native/memory-files.ts";

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../fixtures/${name}`, import.meta.url)));

function filesWith(tables: Readonly<Record<string, readonly Column[]>>): string {
  const files = memoryFiles();
  for (const [path, columns] of Object.entries(tables))
    files.writeFile(path, files.parquet.write(columns));
  return fileSystemInterface(files);
}

const ids: Column = { name: "id", type: "int32", nullable: false, values: [1] };

test("a file system without tables has an empty interface", () => {
  expect(fileSystemInterface(memoryFiles(new Map([["a.txt", new Uint8Array(3)]])))).toBe("");
});

test("every Parquet file is a function, sorted by path", () => {
  const nickname: Column = { name: "nickname", type: "text", nullable: true, values: [null] };
  const text = filesWith({
    "sub/users.parquet": [ids, nickname],
    "a file.v2.parquet": [ids],
    "Z.parquet": [ids],
  });
  expect(text).toBe(`
func Z(): [{
  id: Int32,
}] -> std::fs::read_parquet("Z.parquet")

func a_file(): [{
  id: Int32,
}] -> std::fs::read_parquet("a file.v2.parquet")

func users(): [{
  id: Int32,
  nickname: enum {none, some: Text},
}] -> std::fs::read_parquet("sub/users.parquet")
`);
});

test("files of the same name are told apart by numbers, and keywords are quoted", () => {
  const text = filesWith({
    "a/users.parquet": [{ ...ids, name: "match" }],
    "b/users.parquet": [ids],
    "Text.parquet": [ids],
  });
  expect([...text.matchAll(/^func (\w+)/gm)].map(([, name]) => name)).toEqual([
    "Text2",
    "users",
    "users2",
  ]);
  expect(text).toContain("func users(): [{\n  `match`: Int32,\n}]");
});

test("a column that allows nulls but has none is no option", () => {
  const column: Column = { name: "x", type: "text", nullable: true, values: ["a"] };
  expect(filesWith({ "t.parquet": [column] })).toContain("  x: Text,\n");
});

test("names that are no identifiers stand in backticks", () => {
  const text = filesWith({ "2024-sales.parquet": [{ ...ids, name: "unit price" }] });
  expect(text).toContain("func `2024-sales`(): [{\n  `unit price`: Int32,\n}]");
});

const types: readonly (readonly [ColumnType, string, boolean | number | bigint | string])[] = [
  ["bool", "Bool", true],
  ["int8", "Int8", 1],
  ["int16", "Int16", 1],
  ["int64", "Int64", 1n],
  ["uint8", "Uint8", 1],
  ["uint16", "Uint16", 1],
  ["uint32", "Uint32", 1],
  ["uint64", "Uint64", 1n],
  ["float32", "Float32", 1],
  ["float64", "Float64", 1],
  ["date", "Date", 1],
  ["time", "Time", 1n],
  ["timestamp", "Timestamp", 1n],
  ["decimal", "Decimal", 1n],
];

test.each(types)("a column of type %s is a %s", (type, name, value) => {
  const text = filesWith({ "t.parquet": [{ name: "x", type, nullable: false, values: [value] }] });
  expect(text).toContain(`  x: ${name},\n`);
});

test("lists and groups are shown as arrays and tuples", () => {
  const files = memoryFiles(new Map([["t.parquet", fixture("duckdb-nested.parquet")]]));
  expect(fileSystemInterface(files)).toBe(`
func t(): [{
  pair: {
    a: Int32,
    b: Text,
  },
  list: enum {none, some: [Int32]},
  maybe: enum {none, some: {
    x: Int64,
  }},
  rows: [{
    k: Text,
    v: [Float64],
  }],
  deep: [[Int32]],
  holes: [Int32],
  one: Int32,
  pairs: {
    key_value: [{
      key: Text,
      value: Int32,
    }],
  },
}] -> std::fs::read_parquet("t.parquet")
`);
});

// `npx vitest run file-system-interface --update` writes it.
test("files of other programs have the interface that they had", async () => {
  const folder = new URL("../fixtures/parquet/", import.meta.url);
  const names = readdirSync(folder).filter((name) => name.endsWith(".parquet"));
  const files = memoryFiles(new Map(names.map((name) => [name, fixture(`parquet/${name}`)])));
  await expect(fileSystemInterface(files)).toMatchFileSnapshot("../fixtures/parquet/interface.lt");
});

test("a file with a column of a type that Lutra does not have is left out", () => {
  const files = memoryFiles(new Map([["t.parquet", fixture("parquet/pyarrow-types.parquet")]]));
  expect(fileSystemInterface(files)).toBe(
    '\n# File "t.parquet" is left out: not implemented: FLOAT16 type at field float16\n',
  );
});

test.each(["a`b", "a\nb"])(
  "a file with a column called %j is left out: it would break out of its name",
  (name) => {
    const text = filesWith({ "t.parquet": [{ ...ids, name }], "u.parquet": [ids] });
    expect(text.split("\n").filter((line) => line !== "")).toEqual([
      `# File "t.parquet" is left out: no Lutra name can be ${JSON.stringify(name)}`,
      "func u(): [{",
      "  id: Int32,",
      '}] -> std::fs::read_parquet("u.parquet")',
    ]);
  },
);

test("a file that is damaged is named in a comment, beside the others", () => {
  const files = memoryFiles(new Map([["bad.parquet", new Uint8Array(20)]]));
  files.writeFile("good.parquet", files.parquet.write([ids]));
  expect(fileSystemInterface(files)).toMatch(
    /^\n# File "bad\.parquet" is left out: parquet file invalid.*\n\nfunc good\(\)/,
  );
});

test("a file that cannot be read is named in a comment, which nothing can end", () => {
  const files = memoryFiles(new Map([["a\n\u202e.parquet", new Uint8Array(20)]]));
  const readFile = (): never => {
    throw new Error("no\nfunc evil() -> 1\u2028\u001b[2J");
  };
  expect(fileSystemInterface({ ...files, readFile })).toBe(
    '\n# File "a\\n .parquet" is left out: no func evil() -> 1 [2J\n',
  );
});

test("columns and members of equal names are told apart by numbers", () => {
  const twins = fixture("parquet/pyarrow-twins.parquet");
  const text = fileSystemInterface(memoryFiles(new Map([["t.parquet", twins]])));
  expect([...text.matchAll(/^ +(\w+):/gm)].map(([, name]) => name)).toEqual([
    "a",
    "a2",
    "a3",
    "l",
    "l2",
    "s",
    "m",
    "m2",
    "n",
    "s2",
    "m",
    "m2",
    "n",
  ]);
});
