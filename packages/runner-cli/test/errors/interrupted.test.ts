import { expect, test } from "vitest";
import { Interrupted } from "../../src/errors/interrupted.ts";

test.each([
  ["SIGINT", { message: "interrupted", exitCode: 130 }],
  ["SIGTERM", { message: "asked to end", exitCode: 143 }],
] as const)("%s has the words and the exit code of its kind", (signal, expected) => {
  expect(new Interrupted(signal)).toMatchObject({ ...expected, signal });
});
