import { DecodeError } from "@lutra/bin";
import { expect, test } from "vitest";
import { RunnerError } from "../../src/index.ts";
import { errorMessage } from "../../src/transport.ts";

test.each([
  ["a runner's error with a code", new RunnerError("a", { code: "TIMEOUT" }), "a", "TIMEOUT"],
  ["a runner's error without one", new RunnerError("a"), "a", "EXECUTION_ERROR"],
  ["something else", "c", "c", "EXECUTION_ERROR"],
])("%s keeps its text and has a code", (_, error, display, code) => {
  expect(errorMessage(error, "EXECUTION_ERROR")).toEqual({ display, code });
});

test.each([
  ["an ordinary error", new TypeError("b"), "b", "EXECUTION_ERROR"],
  ["an error without a message", new TypeError(), "TypeError", "EXECUTION_ERROR"],
  ["bytes that do not decode", new DecodeError("d", 3), "d (at byte 3)", "DECODE_ERROR"],
])("%s keeps its text, has a code, and becomes the cause", (_, error, display, code) => {
  const message = errorMessage(error, "EXECUTION_ERROR");
  expect(message).toEqual({ display, code, cause: error });
  expect(message.cause).toBe(error);
});

test("a runner's error keeps its cause", () => {
  const cause = new Error("disk full");
  const error = new RunnerError("cannot write", { code: "EXECUTION_ERROR", cause });
  expect(errorMessage(error)).toEqual({
    display: "cannot write",
    code: "EXECUTION_ERROR",
    cause,
  });
});

test("without a fallback there may be no code", () => {
  expect(errorMessage("x")).toEqual({ display: "x", code: undefined });
});

test.each([
  [128, "c".repeat(128)],
  [129, "EXECUTION_ERROR"],
])("a code of %d characters is told as %s", (length, told) => {
  const error = new RunnerError("a", { code: "c".repeat(length) });
  expect(errorMessage(error, "EXECUTION_ERROR").code).toBe(told);
});
