import { expect, test } from "vitest";
import { limitsOf } from "../../src/server/server-options.ts";

test("limits that are not given are those that are documented", () => {
  expect(limitsOf({})).toEqual({
    maxBodyBytes: 4_194_304,
    authorizeTimeoutMs: 10_000,
    bodyTimeoutMs: 30_000,
    callTimeoutMs: 60_000,
    maxInFlight: 64,
    maxPrograms: 256,
    maxProgramBytes: 268_435_456,
  });
});
