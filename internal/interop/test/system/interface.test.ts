// What a runner says of its database is source for the original's compiler, and what that makes of it runs there.
import { mkdir, mkdtemp, readFile, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { DuckDBInstance } from "@duckdb/node-api";
import { PGlite } from "@electric-sql/pglite";
import { codecFor } from "@lutra/bin";
import { programCodec, type SqlProgram } from "@lutra/bin/program";
import { programFromBytes, type Run, typedProgram } from "@lutra/runner-core";
import { DuckDbRunner } from "@lutra/runner-duckdb";
import { createDuckDbNodeAdapter } from "@lutra/runner-duckdb/node";
import { PostgresRunner } from "@lutra/runner-postgres";
import { createPgliteAdapter } from "@lutra/runner-postgres/pglite";
import { createDataFolder } from "@lutra-internal/testing/pglite";
import { describe, expect, onTestFinished, test } from "vitest";
import { createRandom } from "@lutra-internal/testing";
import { buildPeer, compileOnPeer, createSampler } from "../../src/index.ts";

const { path: peer } = await buildPeer();

/** Calls a compiled function with an input, or with a random one. */
type Call = (input?: unknown) => Promise<unknown>;

/** Compiles all functions of a runner's interface. */
async function compiledInterface(runner: Run): Promise<ReadonlyMap<string, Call>> {
  const source = await runner.getInterface();
  const externals = await runner.getExternals();
  const paths = functionsOf(source);
  const programs = await compileOnPeer(peer!, { source, externals, programs: paths });
  return new Map(paths.map((path, i) => [path, callOf(runner, programs[i]!)]));
}

/** Returns the paths of the functions that a source declares, as Lutra source. */
function functionsOf(source: string): string[] {
  const name = "(`[^`]*`|\\w+)";
  const declaration = new RegExp(`^module ${name} |^func ${name}|^  func ${name}`, "gm");
  let module = "";
  return [...source.matchAll(declaration)].flatMap(([, opened, top, inner]) => {
    if (opened !== undefined) module = opened;
    return top ?? (inner === undefined ? [] : `${module}::${inner}`);
  });
}

function callOf(runner: Run, bytes: Uint8Array): Call {
  const { inputTy, outputTy, defs } = programCodec.decode(bytes).value as SqlProgram;
  const input = codecFor(inputTy, defs);
  const output = codecFor(outputTy, defs);
  const program = typedProgram(programFromBytes(bytes), input, output);
  const sample = createSampler({ ty: inputTy, defs });
  const random = createRandom(7);
  return async (given) => {
    let value = given ?? sample(random).value;
    // Databases keep no text with U+0000.
    while (inspect(value).includes("\\x00")) value = sample(random).value;
    return runner.run(program, value);
  };
}

describe.skipIf(peer === undefined)("the interface of", () => {
  test("PostgreSQL compiles, whatever tables are called, and its functions read and write them", async () => {
    const { folder, remove } = await createDataFolder();
    const database = await PGlite.create(folder);
    onTestFinished(async () => {
      await database.close();
      await remove();
    });
    const tables = "../../../../packages/runner-postgres/test/fixtures/tables.sql";
    await database.exec(await readFile(new URL(tables, import.meta.url), "utf8"));
    const functions = await compiledInterface(new PostgresRunner(createPgliteAdapter(database)));
    expect(functions.size).toBeGreaterThan(60);
    for (const [path, call] of functions) {
      // Some columns the server fills, or has types that take no text.
      if (/\binsert_|^insert_/.test(path)) continue;
      expect([path, await call()]).toEqual([path, path.includes("_by_") ? nothing(path) : []]);
    }
    const row = { a: { b: 1 }, a_b: 2, from_clash: 3, std: 4, "std::sql": null };
    await functions.get("insert_clash")!([row, { ...row, a: { b: 5 }, std: 6 }]);
    expect(await functions.get("from_clash")!()).toHaveLength(2);
    const found = functions.get("from_clash_by_a_b_and_a_b_and_from_clash")!;
    expect(await found([1, 2, 3])).toEqual(row);
    expect(await found([2, 1, 3])).toBe(null);
    const user = { id: 2n ** 60n, name: "u", home: { x: null } };
    const addr = { street: "s", city: null, geo: { lat: 0.5 } };
    await functions.get("insert_users")!([{ ...user, addr }]);
    const byAddress = functions.get("from_users_by_addr_street_and_addr_city")!;
    expect(await byAddress(["s", null])).toEqual({ ...user, addr });
    await functions.get("insert_user")!([{ id: 8, from: 9, name: null }]);
    expect(await functions.get("from_user_by_from")!(9)).toEqual({ id: 8, from: 9, name: null });
    await functions.get("std2::insert_t")!([{ id: 7 }]);
    expect(await functions.get("std2::from_t_by_id")!(7)).toEqual({ id: 7 });
  });

  test("DuckDB compiles, whatever tables and Parquet files are called, and its functions read and write them", async () => {
    const files = await realpath(await mkdtemp(join(tmpdir(), "lutra-interop-")));
    onTestFinished(() => rm(files, { recursive: true }));
    await mkdir(join(files, "by year"));
    const instance = await DuckDBInstance.create(":memory:");
    const connection = await instance.connect();
    onTestFinished(() => {
      connection.disconnectSync();
      instance.closeSync();
    });
    await connection.run(await readFile(new URL("duckdb-tables.sql", import.meta.url), "utf8"));
    for (const file of ["sales", "by year/2024-q1", "by year/sales"]) {
      const rows =
        "SELECT * FROM (VALUES (1, NULL, 'x'), (2, 2.5::DECIMAL(10, 2), 'y')) t(id, price, \"type\")";
      await connection.run(`COPY (${rows}) TO '${files}/${file}.parquet'`);
    }
    const runner = new DuckDbRunner(createDuckDbNodeAdapter(connection), { fileSearchPath: files });
    const functions = await compiledInterface(runner);
    expect(functions.size).toBeGreaterThan(60);
    for (const [path, call] of functions) {
      if (/\binsert_/.test(path) || /sale|2024|maybe/.test(path)) continue;
      const found = await call();
      expect([path, found]).toEqual([path, path.includes("_by_") && found === null ? null : []]);
    }
    for (const [path, call] of functions) {
      // Random values do not agree with what a constraint or a narrower column asks.
      if (/\binsert_/.test(path)) await call([]);
    }
    const people = [
      {
        id: 2n ** 60n,
        "full name": "Ann",
        born: 0,
        email: null,
        home: { street: "s", geo: { lat: 0.5 } },
        notes: ["a", "b"],
      },
      {
        id: 2n,
        "full name": "Ben",
        born: null,
        email: "b@c",
        home: { street: "t", geo: { lat: -1 } },
        notes: [],
      },
    ];
    await functions.get("insert_people")!(people);
    expect(await functions.get("from_people_by_id")!(2n ** 60n)).toEqual(people[0]);
    expect(await functions.get("from_people_by_email")!("b@c")).toEqual(people[1]);
    expect(await functions.get("from_people_by_born")!(0)).toEqual([people[0]]);
    expect(await functions.get("from_order_by_id")!(1)).toEqual([]);
    const row = { "a.b": 1, a_b: 2, from_clash: 3, std: 4, "std::sql": null };
    await functions.get("insert_clash")!([row, { ...row, "a.b": 5, std: 6 }]);
    expect(await functions.get("from_clash_by_a_b_and_a_b_and_from_clash")!([1, 2, 3])).toEqual(
      row,
    );
    expect(await functions.get("from_clash_by_a_b_and_a_b_and_from_clash")!([2, 1, 3])).toBe(null);
    await functions.get("insert_user")!([{ id: 8, from: 9, name: null }]);
    expect(await functions.get("from_user_by_from")!(9)).toEqual({ id: 8, from: 9, name: null });
    const nowhere = { street: null, geo: { lat: null } };
    const maybe = { id: 2, home: { street: "s", geo: { lat: null } }, list: [{ a: 3 }] };
    expect(await functions.get("from_maybe")!()).toEqual([
      { id: 1, home: nowhere, list: null },
      maybe,
    ]);
    expect(await functions.get("from_maybe_by_id")!(2)).toEqual(maybe);
    await functions.get("insert_maybe")!([{ ...maybe, id: 3 }]);
    expect(await functions.get("from_maybe_by_id")!(3)).toEqual({ ...maybe, id: 3 });
    await functions.get("std2::insert_t")!([{ id: 7 }]);
    expect(await functions.get("std2::from_t_by_id")!(7)).toEqual({ id: 7 });
    const sales = [
      { id: 1, price: null, type: "x" },
      { id: 2, price: 250n, type: "y" },
    ];
    for (const path of ["sales", "sales2", "`2024-q1`"]) {
      expect(await functions.get(path)!()).toEqual(sales);
    }
  });
});

/** Returns the result of a lookup in an empty table: of an index that is not unique, no rows. */
function nothing(path: string): unknown {
  return ["from_tasks_by_due", "from_dup_by_b"].includes(path) ? [] : null;
}
