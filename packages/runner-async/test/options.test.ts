import { checkNumericOption, durations } from "@lutra-internal/testing";
import { RunnerSync } from "@lutra/runner-core";
import { expect, test } from "vitest";
import { AsyncRunner } from "../src/index.ts";

class NothingRunner extends RunnerSync<undefined> {
  override prepareSync(): undefined {}
  override executeSync(): Uint8Array {
    return new Uint8Array();
  }
}

test("maxBusyMs is in range, or refused by name", async () => {
  const use = (maxBusyMs: number): unknown => new AsyncRunner(new NothingRunner(), { maxBusyMs });
  const option = { name: "maxBusyMs", accepts: durations, use };
  await expect(checkNumericOption(option)).resolves.toBeUndefined();
});
