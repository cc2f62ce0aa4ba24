// Random programs on tables, compiled by the original: optimized, they give what they gave, or what the interpreter gives.
import { createRandom } from "@lutra-internal/testing";
import { createDataFolder } from "@lutra-internal/testing/pglite";
import { describe, expect, onTestFinished, test } from "vitest";
import { buildPeer } from "../../../src/index.ts";
import { randomTableProgram } from "../../../src/tables/random-program.ts";
import { compareTableProgram, noAgreement, openEngines } from "../../../src/tables/oracle.ts";
import { compileTableProgram } from "../../../src/tables/table-program.ts";

const { path: peer } = await buildPeer();

/** Number of programs; the seed of the first follows. */
const count = Number(process.env["LUTRA_TABLE_PROGRAMS"] ?? 500);
const first = Number(process.env["LUTRA_TABLE_PROGRAMS_FROM"] ?? 1);

describe.skipIf(peer === undefined)("random programs on tables", () => {
  test(`give the same when they are optimized, from seed ${first} on`, { timeout: 0 }, async () => {
    const { folder, remove } = await createDataFolder();
    const { engines, close } = await openEngines(folder);
    onTestFinished(async () => {
      await close();
      await remove();
    });
    const agreement = noAgreement();
    for (let seed = first; seed < first + count; seed++) {
      const random = randomTableProgram(createRandom(seed));
      const program = await compileTableProgram(peer!, `seed ${seed}`, random);
      for (const engine of engines) await compareTableProgram(engine, program, agreement);
    }
    expect(agreement.faults).toEqual([]);
    // Nearly all programs compile, twice for each database.
    expect(agreement.compared).toBeGreaterThan(3 * count);
    expect(agreement.repaired).toBeGreaterThan(count / 20);
  });
});
