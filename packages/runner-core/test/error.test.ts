import { expect, test } from "vitest";
import { ErrorCode, isRunnerError, RunnerError } from "../src/index.ts";

test("an error carries its message, code and cause", () => {
  const cause = new Error("cause");
  const error = new RunnerError("text", { code: "TIMEOUT", cause });
  expect(error).toMatchObject({ name: "RunnerError", message: "text", code: "TIMEOUT", cause });
  expect(new RunnerError("text").code).toBeUndefined();
  expect("cause" in new RunnerError("text")).toBe(false);
});

test("errors are recognised across copies of the package", () => {
  const foreign = Object.assign(new Error("x"), { name: "RunnerError", code: undefined });
  expect(isRunnerError(new RunnerError("x"))).toBe(true);
  expect(isRunnerError(foreign)).toBe(true);
  for (const other of [new Error("x"), { name: "RunnerError", code: "X" }, null, "RunnerError"]) {
    expect(isRunnerError(other)).toBe(false);
  }
});

test("an error that cannot be looked at is none", () => {
  const fails = (): never => {
    throw new Error("no");
  };
  const named = Object.defineProperty(new Error("x"), "name", { get: fails });
  for (const other of [named, new Proxy(new RunnerError("x"), { get: fails })])
    expect(isRunnerError(other)).toBe(false);
});

// The build writes codes by their names.
test("every code is its own name", () => {
  for (const [name, code] of Object.entries(ErrorCode)) expect(code).toBe(name);
});
