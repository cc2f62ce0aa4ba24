import { ErrorCode, RunnerError } from "@lutra/runner-core";
import { expect, test } from "vitest";
import { duckDbError } from "../src/duckdb-error.ts";

test.each([
  [new Error("Binder Error: no t"), "duckdb: Binder Error: no t"],
  [new Error("INTERNAL Error: odd\nStack Trace:\n0 f"), "duckdb: INTERNAL Error: odd"],
  [new Error(""), "duckdb: Error"],
  ["a sentence", "duckdb: a sentence"],
  [
    { message: "of no error" },
    expect.stringMatching(/^duckdb: the engine failed without a message/),
  ],
])("%s is told", (error, message: unknown) => {
  expect(duckDbError(error, "")).toMatchObject({
    name: "RunnerError",
    code: "EXECUTION_ERROR",
    message,
    cause: error,
  });
});

test("an error of a runner stays as it is", () => {
  const error = new RunnerError("closed", { code: ErrorCode.CONNECTION_CLOSED });
  expect(duckDbError(error, "")).toBe(error);
});
