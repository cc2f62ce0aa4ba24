import { expect, test } from "vitest";
import { RunnerError } from "../../src/index.ts";
import { causeFromPlain, plainCause } from "../../src/transport.ts";

test("an error survives the way through plain data, with its code and its own cause", () => {
  const inner = Object.assign(new TypeError("inner"), { code: "ENOENT" });
  const cause = new RunnerError("outer", { code: "TIMEOUT", cause: inner });
  const copy = causeFromPlain(structuredClone(plainCause(cause)));
  expect(copy).toBeInstanceOf(Error);
  expect(copy).toMatchObject({ name: "RunnerError", message: "outer", code: "TIMEOUT" });
  expect(copy?.stack).toBe(cause.stack);
  expect(copy?.cause).toMatchObject({ name: "TypeError", message: "inner", code: "ENOENT" });
});

test("anything but an error becomes its text", () => {
  expect(plainCause("no")).toEqual({ name: "Error", message: "no" });
  expect(plainCause(Object.create(null))).toEqual({
    name: "Error",
    message: "a value that has no text",
  });
  expect(plainCause(undefined)).toBeUndefined();
});

test("a cyclic chain of causes ends", () => {
  const error = new Error("again");
  error.cause = error;
  let depth = 0;
  for (let at = plainCause(error); at !== undefined; at = at.cause) depth++;
  expect(depth).toBe(8);
});

test("a cyclic chain of plain causes ends, too", () => {
  const plain: { name: string; message: string; cause?: unknown } = { name: "Error", message: "x" };
  plain.cause = plain;
  let depth = 0;
  for (let at: unknown = causeFromPlain(plain); at instanceof Error; at = at.cause) depth++;
  expect(depth).toBe(8);
});

test.each([null, 1, "x", {}, { name: 1, message: "x" }, { name: "x" }])(
  "%j is no cause",
  (value) => {
    expect(causeFromPlain(value)).toBeUndefined();
  },
);
