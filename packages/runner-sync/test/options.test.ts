import { checkNumericOption, durations, type NumericOption } from "@lutra-internal/testing";
import { expect, test } from "vitest";
import { SyncRunner } from "../src/index.ts";

const option = (name: string, accepts: readonly number[], others: object = {}): NumericOption => ({
  name,
  accepts,
  use: (value) => {
    const { port1 } = new MessageChannel();
    // Nothing serves the other end, so nothing answers a shutdown: the port is closed instead.
    try {
      return new SyncRunner(port1, { ...others, [name]: value });
    } finally {
      port1.close();
    }
  },
});

test.each([
  option(
    "timeoutMs",
    durations.filter((ms) => ms >= 1),
  ),
  option("maxMessageBytes", [2 ** 31], { mailboxBytes: 1 }),
  // A room of 2^31 bytes would be taken at once.
  option("mailboxBytes", [], { maxMessageBytes: 2 ** 20 }),
])("$name is in range, or refused by name", async (option) => {
  await expect(checkNumericOption(option)).resolves.toBeUndefined();
});
