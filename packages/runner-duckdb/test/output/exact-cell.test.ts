import { describe, expect, test } from "vitest";
import { openDuckDb } from "../../src/node.ts";
import { arrayTy, std, typedSql } from "../support/make-program.ts";

const columns = ["TINYINT", "SMALLINT", "INTEGER", "BIGINT"].flatMap((name) => [name, `U${name}`]);
const types = [8, 16, 32, 64].flatMap((bits) => [`Int${bits}`, `Uint${bits}`]);

describe.each(columns)("a column of %s", (column) => {
  test.each(types)("is read as %s where that has its values", async (type) => {
    await using runner = await openDuckDb();
    const values = column.startsWith("U") || type.startsWith("U") ? [1, 100, 0] : [1, -100, 0];
    const sql = `SELECT unnest(${JSON.stringify(values)})::${column} AS value`;
    const read = await runner.run(typedSql(sql, arrayTy(std(type))), undefined);
    expect(Array.from(read as Iterable<unknown>, Number)).toEqual(values);
  });
});
