import { expect, test } from "vitest";
import { LostCallError } from "../src/index.ts";

test.each([
  [undefined, 0],
  [0, 0],
  [1500, 1500],
])("with retryAfterMs %s, an error asks to wait for %d ms", (retryAfterMs, expected) => {
  const error = new LostCallError("gone", { mayHaveRun: true, retryAfterMs });
  expect(error).toMatchObject({ mayHaveRun: true, retryAfterMs: expected });
});
