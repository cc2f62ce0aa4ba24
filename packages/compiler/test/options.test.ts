import { checkNumericOption, durations, type NumericOption } from "@lutra-internal/testing";
import { createCompiler } from "@lutra/compiler";
import { expect, test } from "vitest";

const option = (name: string, accepts: readonly number[]): NumericOption => ({
  name,
  accepts,
  // Nothing asks it for anything, so it starts no worker.
  use: (value) => createCompiler({ worker: () => expect.unreachable(), [name]: value }),
});

test.each([option("timeoutMs", durations), option("maxSourceBytes", [2 ** 31, Infinity])])(
  "$name is in range, or refused by name",
  async (option) => {
    await expect(checkNumericOption(option)).resolves.toBeUndefined();
  },
);
