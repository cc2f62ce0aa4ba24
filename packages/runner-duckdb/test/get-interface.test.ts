import { copyFile, mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { codecFor } from "@lutra/bin";
import { programFromBytes } from "@lutra/runner-core";
import { typeSource } from "@lutra/runner-sql";
import { bytesFromHex, programCases } from "@lutra-internal/fixtures";
import { runnerFailure } from "@lutra-internal/testing";
import { describe, expect, onTestFinished, test } from "vitest";
import { DuckDbRunner } from "../src/index.ts";
import { columnType } from "../src/interface/column-type.ts";
import { createDuckDbNodeAdapter, openDuckDb } from "../src/node.ts";
import { arrayTy, std, tupleTy, typedSql } from "./support/make-program.ts";

async function interfaceOf(...statements: string[]): Promise<string> {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  for (const statement of statements) await connection.run(statement);
  const runner = new DuckDbRunner(createDuckDbNodeAdapter(connection, { closeOnShutdown: true }));
  onTestFinished(() => runner.shutdown());
  return runner.getInterface();
}

test("a table is a type, functions that read and write it, and a lookup for each key", async () => {
  const source = await interfaceOf(
    "CREATE TABLE accounts(id INTEGER PRIMARY KEY, mail VARCHAR UNIQUE NOT NULL, tags VARCHAR[])",
    "CREATE INDEX by_mail ON accounts(mail, id)",
  );
  expect(source).toBe(`
## Row of table accounts
type Account: {id: Int32, mail: Text, tags: enum {none, some: [Text]}}
## Read from table accounts
func from_accounts(): [Account] -> std::sql::from("accounts")
## Write into table accounts
func insert_accounts(values: [Account]) -> std::sql::insert(values, "accounts")
## Lookup in accounts by constraint accounts_id_pkey
func from_accounts_by_id(id: Int32): enum {none, some: Account} -> (
  from_accounts() | std::find(x -> x.id == id)
)
## Lookup in accounts by constraint accounts_mail_key
func from_accounts_by_mail(mail: Text): enum {none, some: Account} -> (
  from_accounts() | std::find(x -> x.mail == mail)
)
## Lookup in accounts by index by_mail
func from_accounts_by_mail_and_id(mail: Text, id: Int32): [Account] -> (
  from_accounts() | std::filter(x -> x.mail == mail && x.id == id)
)
`);
});

test("other schemas are modules, and names are quoted where they must be", async () => {
  const source = await interfaceOf(
    'CREATE SCHEMA "odd s"',
    'CREATE TABLE "odd s"."my-Rows"("a b" BIGINT NOT NULL, type DATE NOT NULL)',
    'CREATE UNIQUE INDEX u ON "odd s"."my-Rows"("a b")',
  );
  expect(source).toBe(`
module \`odd s\` {

  ## Row of table my-Rows
  type MyRow: {\`a b\`: Int64, \`type\`: Date}
  ## Read from table my-Rows
  func from_my_rows(): [MyRow] -> std::sql::from("odd s/my-Rows")
  ## Write into table my-Rows
  func insert_my_rows(values: [MyRow]) -> std::sql::insert(values, "odd s/my-Rows")
  ## Lookup in my-Rows by index u
  func from_my_rows_by_a_b(\`a b\`: Int64): enum {none, some: MyRow} -> (
    from_my_rows() | std::find(x -> x.\`a b\` == \`a b\`)
  )
}
`);
});

test("dollar signs and every keyword are quoted, and a row type always has a name", async () => {
  const source = await interfaceOf('CREATE TABLE s(a$b INT, "match" INT, "where" INT, "do" INT)');
  expect(source).toContain(
    "type SRow: {`a$b`: enum {none, some: Int32}, `match`: enum {none, some: Int32}, " +
      "`where`: enum {none, some: Int32}, `do`: enum {none, some: Int32}}\n",
  );
});

describe("left out are", () => {
  test.each([
    ["views", ["CREATE VIEW v AS SELECT 1 AS i"], /^$/],
    [
      "tables that no Lutra name can be",
      ['CREATE TABLE t("a`" INT)', "CREATE TABLE u(i INT)"],
      /^\n# Table "t" is left out: Lutra cannot write its names\n\n## Row of table u\n/,
    ],
    [
      "tables with a column that SQL would read as a parameter",
      ['CREATE TABLE t("$1" INT)', "CREATE TABLE u(i INT)"],
      /^\n# Table "t" is left out: Lutra cannot write its names\n\n## Row of table u\n/,
    ],
    [
      "indexes of expressions",
      ["CREATE TABLE t(i INT NOT NULL)", "CREATE INDEX e ON t((i + 1))"],
      /^(?:(?!Lookup).)*$/s,
    ],
    [
      "tables with a field that SQL takes for a keyword where a STRUCT is made",
      ['CREATE TABLE t(s STRUCT(a INT, "values" INT))'],
      /^\n# Table "t" is left out: Lutra does not quote its field values\n$/,
    ],
    [
      "main tables of the same name as temporary ones",
      ["CREATE TABLE t(i INT PRIMARY KEY)", "CREATE TEMP TABLE T(z INT NOT NULL)"],
      /^\n## Row of table T\ntype TRow: \{z: Int32\}\n(?:(?!Lookup).)*$/s,
    ],
    ["other databases", ["ATTACH ':memory:' AS other", "CREATE TABLE other.t(i INT)"], /^$/],
  ])("%s", async (_, statements, expected) => {
    expect(await interfaceOf(...statements)).toMatch(expected);
  });
});

test("words of SQL are looked for behind their schema, not written into, and found as lists", async () => {
  const source = await interfaceOf(
    'CREATE TABLE "order"(id INT PRIMARY KEY, "user" INT, "desc" INT)',
  );
  expect(source).toBe(`
## Row of table order
type OrderRow: {id: Int32, user: enum {none, some: Int32}, desc: enum {none, some: Int32}}
## Read from table order
func from_order(): [OrderRow] -> std::sql::from("main/order")
# It cannot be written: Lutra does not quote its column desc there
## Lookup in order by constraint order_id_pkey
func from_order_by_id(id: Int32): [OrderRow] -> (
  from_order() | std::filter(x -> x.id == id)
)
`);
});

test("a STRUCT that may be NULL is a tuple of options", async () => {
  const source = await interfaceOf(
    "CREATE TABLE t(s STRUCT(a INT, b STRUCT(c INT[])), l STRUCT(d INT)[], n STRUCT(e INT) NOT NULL)",
  );
  expect(source).toContain(
    "type TRow: {s: {a: enum {none, some: Int32}, b: {c: enum {none, some: [Int32]}}}, " +
      "l: enum {none, some: [{d: Int32}]}, n: {e: Int32}}\n",
  );
});

test("words that DuckDB takes as names in spite of their category do no harm", async () => {
  const source = await interfaceOf(
    "CREATE TABLE t(columns INT PRIMARY KEY, generated INT, map INT, struct INT, try_cast INT)",
  );
  expect(source).toContain("func insert_t(");
  expect(source).toContain("func from_t_by_columns(columns: Int32): enum {none, some: TRow}");
});

test("the columns of an index are known by any letters, quotes and signs that SQL writes them with", async () => {
  const source = await interfaceOf(
    'CREATE TABLE t("a,b" INT NOT NULL, "c)d" INT NOT NULL, "e""f\'" INT NOT NULL, Mail INT NOT NULL)',
    'CREATE UNIQUE INDEX i ON t("a,b", "c)d", "e""f\'", MAIL)',
  );
  expect(source).toContain(
    "func `from_t_by_a,b_and_c)d_and_e\"f'_and_mail`(`a,b`: Int32, `c)d`: Int32, `e\"f'`: Int32, Mail: Int32): " +
      "enum {none, some: TRow} -> (\n",
  );
});

test("a name cannot leave the comment that it is in", async () => {
  const source = await interfaceOf(
    'CREATE TABLE "t\nfunc evil() -> 1"(i INT)',
    "CREATE TABLE u(i INT)",
  );
  expect(source).not.toMatch(/^\s*func evil/m);
  expect(source).toContain("## Row of table u\n");
});

describe("types", () => {
  test.each([
    ["STRUCT(a INTEGER, b VARCHAR)", "{a: Int32, b: Text}"],
    ['STRUCT("a, b" INTEGER, "c ""d" TIMESTAMP WITH TIME ZONE)', '{`a, b`: Int32, `c "d`: Text}'],
    ["STRUCT(a STRUCT(b DECIMAL(18,3))[])[]", "[{a: [{b: Decimal}]}]"],
    ["BIGINT[][]", "[[Int64]]"],
    ["INTEGER[3]", "Text"],
    ["HUGEINT", "Text"],
    ["NUMERIC(4,2)", "Decimal"],
    ["STRUCT(a INT,b STRUCT(c TEXT,d DATE))", "{a: Int32, b: {c: Text, d: Date}}"],
    ["ENUM('a', 'b')", "Text"],
    ["MAP(INTEGER, VARCHAR)", "Text"],
    ["varchar", "Text"],
    ["timestamp", "Timestamp"],
    ["USMALLINT", "Uint16"],
  ])("%s is %s", (type, expected) => {
    expect(typeSource(columnType(type))).toBe(expected);
  });
});

describe("files", () => {
  async function folderWith(name: string): Promise<string> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), "duck'db-")));
    onTestFinished(() => rm(folder, { recursive: true }));
    await mkdir(join(folder, "sub"));
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    onTestFinished(() => connection.disconnectSync());
    const file = join(folder, name).replaceAll("'", "''");
    const rows = "SELECT 1 AS id, 'ada' AS name, NULL::INT AS age UNION ALL SELECT 2, 'ben', 7";
    await connection.run(`COPY (${rows}) TO '${file}' (FORMAT parquet)`);
    return folder;
  }

  test("are functions, and programs read them by relative paths", async () => {
    const folder = await folderWith("people.parquet");
    await writeFile(join(folder, "sub", "broken.parquet"), "no parquet");
    const runner = await openDuckDb(":memory:", { files: folder });
    onTestFinished(() => runner.shutdown());
    expect(await runner.getInterface()).toBe(`
func people(): [{
  id: Int32,
  name: Text,
  age: enum {none, some: Int32},
}] -> std::fs::read_parquet("people.parquet")
`);
    const each = programCases().find(({ name }) => name === "fs.00");
    const program = programFromBytes(bytesFromHex(each?.duckdb.program_hex ?? ""));
    const bytes = await runner.execute(
      await runner.prepare(program),
      bytesFromHex(each?.input.hex ?? ""),
    );
    const row = tupleTy({ id: std("Int32"), name: std("Text") });
    expect(codecFor(arrayTy(row), []).decode(bytes)).toEqual([
      { id: 1, name: "ada" },
      { id: 2, name: "ben" },
    ]);
  });

  test("of the same name in two folders have functions of their own, beside those of tables", async () => {
    const folder = await folderWith("people.parquet");
    await copyFile(join(folder, "people.parquet"), join(folder, "sub", "people.parquet"));
    await copyFile(join(folder, "people.parquet"), join(folder, "from_t.parquet"));
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    onTestFinished(() => connection.disconnectSync());
    await connection.run("CREATE TABLE t(i INT)");
    const runner = new DuckDbRunner(createDuckDbNodeAdapter(connection), {
      fileSearchPath: folder,
    });
    const names = [...(await runner.getInterface()).matchAll(/^func (\w+)/gm)].map(
      ([, name]) => name,
    );
    expect(names).toEqual(["from_t", "insert_t", "from_t2", "people", "people2"]);
  });

  test("below are found by their path, and patterns in names are none", async () => {
    const folder = await folderWith("sub/[a]*.v1.parquet");
    const runner = await openDuckDb(":memory:", { files: folder });
    onTestFinished(() => runner.shutdown());
    expect(await runner.getInterface()).toContain('read_parquet("sub/[a]*.v1.parquet")\n');
  });

  test("cannot be reached without a folder, nor outside of it without external access", async () => {
    const inside = await folderWith("people.parquet");
    const outside = await folderWith("people.parquet");
    const read = (folder: string): string =>
      `SELECT count(*) FROM read_parquet('${folder.replaceAll("'", "''")}/people.parquet')`;
    const closed = await openDuckDb();
    const confined = await openDuckDb(":memory:", { files: inside, allowExternalAccess: false });
    onTestFinished(async () => {
      await closed.shutdown();
      await confined.shutdown();
    });
    const count = (runner: DuckDbRunner, folder: string): Promise<unknown> =>
      runner.run(typedSql(read(folder), std("Int64")), undefined);
    await expect(count(closed, inside)).rejects.toThrow("Permission Error");
    await expect(count(confined, outside)).rejects.toThrow("Permission Error");
    await expect(count(confined, `${inside}/../${outside.split("/").at(-1)}`)).rejects.toThrow(
      "Permission Error",
    );
    expect(await count(confined, inside)).toBe(2n);
    expect(await confined.getInterface()).toContain("func people()");
  });

  test("out of reach are an error, which does not show where they would be", async () => {
    const folder = await folderWith("people.parquet");
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    onTestFinished(() => connection.disconnectSync());
    await connection.run("SET enable_external_access = false");
    const runner = new DuckDbRunner(createDuckDbNodeAdapter(connection), {
      fileSearchPath: folder,
    });
    const { message } = await runnerFailure(runner.getInterface());
    expect(message).toContain("Permission Error");
    expect(message).not.toContain(folder);
  });

  test("of databases are neither made nor changed by a reader", async () => {
    const folder = await realpath(await mkdtemp(join(tmpdir(), "lutra-duckdb-")));
    onTestFinished(() => rm(folder, { recursive: true }));
    const path = join(folder, "shop.db");
    await expect(openDuckDb(path, { readOnly: true })).rejects.toThrow("does not exist");
    const writer = await openDuckDb(path);
    await writer.run(typedSql("CREATE TABLE t(i INT)", tupleTy({})), undefined);
    await writer.shutdown();
    const reader = await openDuckDb(path, { readOnly: true });
    onTestFinished(() => reader.shutdown());
    expect(await reader.getInterface()).toContain("func from_t()");
    await expect(
      reader.run(typedSql("INSERT INTO t VALUES (1)", tupleTy({})), undefined),
    ).rejects.toThrow("read-only");
  });

  test("cannot be in a folder whose name has a comma", async () => {
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    onTestFinished(() => connection.disconnectSync());
    const adapter = createDuckDbNodeAdapter(connection);
    expect(() => new DuckDbRunner(adapter, { fileSearchPath: "/a,b" })).toThrow(RangeError);
  });
});
