import { createRandom } from "@lutra-internal/testing";
import { beforeAll, expect, test } from "vitest";
import { type PostgresAdapter, PostgresRunner } from "../../src/index.ts";
import { outputOf } from "./settings.ts";
import { array, option, type SqlTypes, sqlTypes, std, tuple, unit } from "./types.ts";

const pieces = ["\ufeff", "\ufeff\ufeff", "\uffff", "\ufee0", "a", '"', "é", "🦦", ""];

const textTy = std("Text");
const rowTy = tuple({
  text: textTy,
  option: option(textTy),
  list: array(textTy),
  nested: tuple({ a: textTy }),
});

/** Registers tests that texts with U+FEFF at their beginning come in and out whole, wherever they stand. */
export function testMarks({
  adapter,
  execute,
}: {
  readonly adapter: () => PostgresAdapter;
  readonly execute: (script: string) => Promise<unknown>;
}): void {
  const random = createRandom(0xfeff);
  const text = (): string =>
    Array.from({ length: random.below(4) }, () => random.pick(pieces)).join("");
  const texts = ["\ufeff", "\ufeffa", "a\ufeff", ...Array.from({ length: 60 }, text)];
  const rows = texts.map((value, i) => ({
    text: value,
    option: i % 3 === 0 ? null : value,
    list: [value, "", value],
    nested: { a: value },
  }));
  const out = (sql: string, types: SqlTypes, value?: unknown): Promise<unknown> =>
    outputOf(adapter(), sql, types, value);

  beforeAll(async () => {
    await execute(`drop table if exists marked; drop type if exists "\ufeffkind" cascade;
      create type "\ufeffkind" as enum ('\ufeff', 'plain');
      create table marked (i int4, v text, c char(20), s varchar, n name, e "\ufeffkind", j jsonb);
      insert into marked select ordinality, v, v, v, v, '\ufeff', to_jsonb(v) from
        jsonb_array_elements_text($json$${JSON.stringify(texts)}$json$) with ordinality as t(v, ordinality)`);
  });

  test.each(["v", "s", "j ->> 0", "rtrim(c)", "n"])("%s", async (column) => {
    const types = sqlTypes(unit, array(textTy));
    expect(await out(`select (${column})::text from marked order by i`, types)).toEqual(texts);
  });

  test("a label of a type, and a name", async () => {
    const types = sqlTypes(unit, tuple({ a: textTy, b: textTy }));
    expect(
      await out(
        "select e, typname from marked, pg_type where typname = '\ufeffkind' limit 1",
        types,
      ),
    ).toEqual({ a: "\ufeff", b: "\ufeffkind" });
  });

  test("inputs, options, lists and nested tuples", async () => {
    for (const row of rows) {
      const sql = "select $1::text, $2::text, $3::jsonb, $4::text";
      expect(await out(sql, sqlTypes(rowTy, rowTy), row)).toEqual(row);
    }
  });

  test("names of tables and columns that the interface describes", async () => {
    await execute(
      'drop table if exists "\ufefftable"; create table "\ufefftable" ("\ufeffcolumn" int4)',
    );
    const source = await new PostgresRunner(adapter()).getInterface();
    await execute('drop table "\ufefftable"');
    expect(source).toContain("\ufefftable");
    expect(source).toContain("\ufeffcolumn");
  });
}
