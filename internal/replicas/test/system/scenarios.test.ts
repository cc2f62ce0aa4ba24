import { expect, test } from "vitest";
import { isFault, scenarios } from "../../src/index.ts";

for (const { name, isPossible, mayLose, run } of scenarios) {
  test.skipIf(!isPossible)(`${name}`, async () => {
    const { calls, verdict, lost } = await run(1);
    expect(calls).toBeGreaterThan(100);
    expect(isFault(verdict, mayLose) ? { verdict, lost } : "no fault").toBe("no fault");
  });
}
