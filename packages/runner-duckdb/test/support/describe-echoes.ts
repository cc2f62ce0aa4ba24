import { codecFor } from "@lutra/bin";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { DuckDbRunner } from "../../src/index.ts";
import { echoes } from "./echoes.ts";
import { sqlProgram } from "./make-program.ts";

/** Tests that inputs of any type come back as the bytes that they were sent as. */
export function describeEchoes(runnerOf: () => DuckDbRunner, numRuns: number): void {
  test("inputs of any type come back as they were sent", async () => {
    const runner = runnerOf();
    await fc.assert(
      fc.asyncProperty(echoes, async ({ sql, ty, value }) => {
        const input = codecFor(ty, []).encode(value);
        const prepared = await runner.prepare(sqlProgram(sql, ty, ty));
        expect(await runner.execute(prepared, input)).toEqual(input);
        await runner.release(prepared);
      }),
      { seed: 29, numRuns },
    );
  });
}
