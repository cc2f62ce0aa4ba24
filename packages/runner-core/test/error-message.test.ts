import { DecodeError } from "@lutra/bin";
import { expect, test } from "vitest";
import { errorMessage, RunnerError } from "../src/index.ts";

test.each([
  ["a runner's error with a code", new RunnerError("a", { code: "TIMEOUT" }), "a", "TIMEOUT"],
  ["a runner's error without one", new RunnerError("a"), "a", "EXECUTION_ERROR"],
  ["an ordinary error", new TypeError("b"), "b", "EXECUTION_ERROR"],
  ["an error without a message", new TypeError(), "TypeError", "EXECUTION_ERROR"],
  ["something else", "c", "c", "EXECUTION_ERROR"],
  ["bytes that do not decode", new DecodeError("d", 3), "d (at byte 3)", "DECODE_ERROR"],
])("%s keeps its text and has a code", (_, error, display, code) => {
  expect(errorMessage(error, "EXECUTION_ERROR")).toEqual({ display, code });
});

test("without a fallback there may be no code", () => {
  expect(errorMessage(new Error("x"))).toEqual({ display: "x", code: undefined });
});
