// Servers that are like PostgreSQL refuse to plan some optimized statements, `0A000`, and take the compiler's.
import { type TableProgramFixture, tablePrograms } from "@lutra-internal/fixtures";
import { failure } from "@lutra-internal/testing";
import { usePglite } from "@lutra-internal/testing/pglite";
import { programFromBytes } from "@lutra/runner-core";
import { beforeAll, describe, expect, test } from "vitest";
import { PostgresRunner, type PostgresRunnerOptions } from "../src/index.ts";
import { createPgliteAdapter } from "../src/pglite.ts";

const database = usePglite();
const input = new Uint8Array();
const topThree = programNamed("top three");

beforeAll(async () => {
  await database().exec(topThree.setUp.join(";\n"));
});

function programNamed(wanted: string): TableProgramFixture {
  return tablePrograms().find(({ name }) => name === wanted)!;
}

function serverError(code: string, fields: object = {}): Error {
  return Object.assign(new Error(`error ${code}`), { code, ...fields });
}

/** Opens a runner whose server refuses some of its different statements, by their number, but no question. */
function open(
  refuse: (statement: number) => Error | undefined,
  options: PostgresRunnerOptions = {},
): { readonly runner: PostgresRunner; readonly executed: string[] } {
  const executed: string[] = [];
  const adapter = createPgliteAdapter(database());
  const query: typeof adapter.query = (sql, parameters, asked) => {
    if (asked?.mayFail === true) return adapter.query(sql, parameters, asked);
    executed.push(sql);
    const error = refuse([...new Set(executed)].indexOf(sql));
    return error === undefined ? adapter.query(sql, parameters, asked) : Promise.reject(error);
  };
  return { runner: new PostgresRunner({ ...adapter, query }, options), executed };
}

const unsupported = serverError("0A000");
const refuseFirst = (statement: number): Error | undefined =>
  statement === 0 ? unsupported : undefined;

describe("a statement that the server cannot plan", () => {
  test.each([
    "top three",
    "a lookup for each",
    "in a group, filter beside a count",
    "in a group, slice",
  ])("is executed without what was optimized: %s", async (name) => {
    const program = programFromBytes(programNamed(name).postgres[0]!);
    const usual = open(() => undefined);
    const expected = await usual.runner.execute(await usual.runner.prepare(program), input);

    const { runner, executed } = open(refuseFirst);
    const prepared = await runner.prepare(program);
    expect(await runner.execute(prepared, input)).toEqual(expected);
    expect(await runner.execute(prepared, input)).toEqual(expected);
    const [optimized, plainer, ...later] = executed;
    expect(optimized).toBe(usual.executed[0]);
    // What the server refuses is not tried again.
    expect(later).toEqual([plainer]);
  });

  const program = programFromBytes(topThree.postgres[0]!);

  async function errorOf(
    refuse: (statement: number) => Error | undefined,
    options?: PostgresRunnerOptions,
  ): Promise<{ readonly error: unknown; readonly count: number }> {
    const { runner, executed } = open(refuse, options);
    const prepared = await runner.prepare(program);
    const error = await failure(runner.execute(prepared, input));
    return { error, count: executed.length };
  }

  test("fails if it cannot be planned without, either", async () => {
    const { error, count } = await errorOf(() => unsupported);
    expect(error).toMatchObject({
      code: "EXECUTION_ERROR",
      message: "postgres: 0A000 error 0A000",
    });
    expect(count).toBe(2);
  });

  test("fails with what is wrong with the program itself", async () => {
    const { error } = await errorOf((i) => (i === 0 ? unsupported : serverError("22012")));
    expect(error).toMatchObject({ message: "postgres: 22012 error 22012" });
  });

  test("fails with the first error if that has ended the caller's transaction", async () => {
    const { error } = await errorOf((i) => (i === 0 ? unsupported : serverError("25P02")));
    expect(error).toMatchObject({ message: "postgres: 0A000 error 0A000" });
  });

  test.each([
    ["another error", serverError("42P01"), {}],
    ["a plan that is out of date", serverError("0A000", { routine: "RevalidateCachedQuery" }), {}],
    ["a statement that was not optimized", unsupported, { optimize: false }],
  ])("is not executed again after %s", async (_, refusal, options) => {
    const { error, count } = await errorOf(() => refusal, options);
    expect(error).toMatchObject({ cause: refusal });
    expect(count).toBe(1);
  });
});
