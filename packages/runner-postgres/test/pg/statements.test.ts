import { failure } from "@lutra-internal/testing";
import { describe, expect, test } from "vitest";
import type { PgClientLike, PgQuery } from "../../src/pg/driver.ts";
import { PgStatements } from "../../src/pg/statements.ts";

const gone = { code: "26000" };
const outdated = { code: "0A000", routine: "RevalidateCachedQuery" };

/** Makes a client whose statements fail in turn; before and after each, the driver tells another status. */
function clientOf(errors: readonly object[], statuses: readonly (string | undefined)[]) {
  const queries: PgQuery[] = [];
  const left = [...statuses];
  const parsedStatements: Record<string, string> = {};
  const client: PgClientLike & object = {
    async query(query: PgQuery) {
      const error = errors[queries.length];
      queries.push(query);
      if (query.name !== undefined) parsedStatements[query.name] = query.text;
      if (error !== undefined) throw Object.assign(new Error("it broke"), error);
      return { rows: [["1"]] };
    },
  };
  if (statuses.length > 0)
    Object.assign(client, {
      connection: { parsedStatements },
      getTransactionStatus: () => left.shift() ?? "I",
    });
  return { client, queries, parsedStatements };
}

test("a statement is prepared under one name, with texts for its columns", async () => {
  const { client, queries } = clientOf([], ["I", "I"]);
  const statements = new PgStatements(5);
  expect(await statements.execute(client, "SELECT $1", ["a"])).toEqual([["1"]]);
  await statements.execute(client, "SELECT $1", [null]);
  const [first, second] = queries;
  expect(first).toMatchObject({ text: "SELECT $1", values: ["a"] });
  expect(first?.name).toMatch(/^lutra_/);
  expect(second).toMatchObject({ values: [null], name: first?.name });
  expect([first?.rowMode, first?.queryMode]).toEqual(["array", "extended"]);
  expect(first?.types.getTypeParser()("007")).toBe("007");
});

test("a statement that is executed once has no name", async () => {
  const { client, queries } = clientOf([], []);
  expect(await new PgStatements(5).executeOnce(client, "SELECT 1", [])).toEqual([["1"]]);
  expect(queries).toMatchObject([{ text: "SELECT 1", values: [], name: undefined }]);
});

describe("a statement that the server cannot execute as it was prepared", () => {
  test.each([
    ["because it is gone", gone],
    ["because its plan is outdated", outdated],
  ])("%s is prepared again under another name", async (_, error) => {
    const { client, queries, parsedStatements } = clientOf([error], ["I", "I"]);
    expect(await new PgStatements(5).execute(client, "SELECT 1", [])).toEqual([["1"]]);
    const names = queries.map(({ name }) => name);
    expect(names[1]).toBe(`${names[0]}_1`);
    // The driver would remember a name for each statement that was lost.
    expect(Object.keys(parsedStatements)).toEqual(error === gone ? names.slice(1) : names);
  });

  test.each([
    ["another one is lost", [gone, gone], ["I", "I"], 2],
    ["a transaction was open", [gone], ["T", "I"], 1],
    ["a transaction is open now", [gone], ["I", "T"], 1],
    ["the transaction has failed", [gone], ["T", "E"], 1],
    ["the driver does not tell", [gone], [], 1],
    ["it is another error", [{ code: "0A000" }], ["I", "I"], 1],
    ["it is an error of the program", [{ code: "22012" }], ["I", "I"], 1],
  ])("fails if %s", async (_, errors, statuses, count) => {
    const { client, queries } = clientOf(errors, statuses);
    const error = await failure(new PgStatements(5).execute(client, "SELECT 1", []));
    expect(error).toMatchObject(errors.at(-1)!);
    expect(queries).toHaveLength(count);
  });
});
