// The original's SQL for PostgreSQL loses what happens inside a group. This holds what it gives today, so that a newer
// compiler is noticed, and with it the README of the runner.
import { PGlite } from "@electric-sql/pglite";
import { codecFor } from "@lutra/bin";
import { programCodec, type SqlProgram } from "@lutra/bin/program";
import { programFromBytes, typedProgram } from "@lutra/runner-core";
import { PostgresRunner } from "@lutra/runner-postgres";
import { createPgliteAdapter } from "@lutra/runner-postgres/pglite";
import { createDataFolder } from "@lutra-internal/testing/pglite";
import { describe, expect, onTestFinished, test } from "vitest";
import { buildPeer, compileOnPeer } from "../../src/index.ts";

const { path: peer } = await buildPeer();

const items = [
  { g: "a", v: 3n },
  { g: "b", v: 9n },
  { g: "a", v: 1n },
  { g: "a", v: 2n },
  { g: "b", v: 7n },
];

/** Groups the items, and gives for each group what a pipeline makes of its values. */
async function grouped(
  pipeline: string,
  optimize: boolean,
): Promise<readonly (readonly [string, unknown])[]> {
  const program =
    "func (x: [{g: Text, v: Int64}]) -> x | std::group(r -> r.g) | " +
    `std::map(p -> {p.key, p.values | std::map(r -> r.v) | ${pipeline}})`;
  const [bytes] = await compileOnPeer(peer!, {
    source: "",
    externals: ["repr:sql-pg", "std::sql"],
    programs: [program],
  });
  const { inputTy, outputTy, defs } = programCodec.decode(bytes!).value as SqlProgram;
  const { folder, remove } = await createDataFolder();
  onTestFinished(remove);
  const database = await PGlite.create(folder);
  const adapter = createPgliteAdapter(database, { closeOnShutdown: true });
  await using runner = new PostgresRunner(adapter, { optimize });
  const compiled = programFromBytes(bytes!);
  const typed = typedProgram(compiled, codecFor(inputTy, defs), codecFor(outputTy, defs));
  const groups = (await runner.run(typed, items)) as readonly object[];
  return groups
    .map((group) => Object.values(group) as [string, unknown])
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}

describe.skipIf(peer === undefined)("inside a group on PostgreSQL, upstream's SQL", () => {
  test("does not sort: [1, 2, 3] and [7, 9] would be right, and are what the optimizer makes of it", async () => {
    expect(await grouped("std::sort(v -> v)", false)).toEqual([
      ["a", [3n, 1n, 2n]],
      ["b", [9n, 7n]],
    ]);
    expect(await grouped("std::sort(v -> v)", true)).toEqual([
      ["a", [1n, 2n, 3n]],
      ["b", [7n, 9n]],
    ]);
  });

  test("drops groups where it slices; the optimizer takes the first rows of each", async () => {
    expect(await grouped("std::slice(0, 2)", false)).toEqual([
      ["a", [3n]],
      ["b", [9n]],
    ]);
    expect(await grouped("std::slice(0, 2)", true)).toEqual([
      ["a", [3n, 1n]],
      ["b", [9n, 7n]],
    ]);
  });

  test("is refused by the server where it takes the first of the sorted values", async () => {
    await expect(grouped("std::sort(v -> v) | std::index(0)", false)).rejects.toMatchObject({
      code: "EXECUTION_ERROR",
      message: expect.stringContaining("42803") as string,
    });
  });
});
