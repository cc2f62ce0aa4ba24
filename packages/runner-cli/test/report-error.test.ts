import { DecodeError } from "@lutra/bin";
import { ErrorCode, RunnerError } from "@lutra/runner-core";
import { describe, expect, test } from "vitest";
import { CommandError } from "../src/errors/command-error.ts";
import { SourceErrors } from "../src/errors/source-errors.ts";
import { UsageError } from "../src/errors/usage-error.ts";
import { reportError } from "../src/report-error.ts";

describe("an error is reported with its code, its advice and an exit code:", () => {
  test.each<readonly [unknown, string, 1 | 2]>([
    [new UsageError("called wrongly", "call it well"), "error[usage]: called wrongly\nhelp: call it well\n", 2],
    [new SourceErrors("1 fault\n"), "1 fault\n", 1],
    [new CommandError("no file", { help: "name one" }), "error: no file\nhelp: name one\n", 1],
    [new DecodeError("cut off", 7), "error[DECODE_ERROR]: cut off (at byte 7)\nhelp: input, program and `--type` must belong together\n", 1],
    [new RunnerError("too late", { code: ErrorCode.TIMEOUT }), "error[TIMEOUT]: too late\nhelp: `--timeout` allows more time\n", 1],
    [new RunnerError("no code"), "error: no code\n", 1],
    [new Error("two\nlines"), "error: two\n  lines\n", 1],
    ["a string", "error: a string\n", 1],
  ])("%s", (error, text, exitCode) => {
    expect(reportError(error)).toEqual({ text, exitCode });
  }); // prettier-ignore
});

test.each([
  [ErrorCode.PREPARE_ERROR, "malformed program: cut off", /help: the file is no program, or cut off/],
  [ErrorCode.PREPARE_ERROR, "there is no std::fs", /help: the runner refused the program/],
  [ErrorCode.EXECUTION_ERROR, "malformed program of another", /^error\[EXECUTION_ERROR\]: .*\n$/],
])("%s, %j, has the advice that fits", (code, message, text) => {
  expect(reportError(new RunnerError(message, { code })).text).toMatch(text);
}); // prettier-ignore
