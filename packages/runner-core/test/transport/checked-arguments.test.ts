import { RunnerSync } from "@lutra/runner-core";
import { expect, test } from "vitest";
import { bytesOfProgram, checkedRunner, Session } from "../../src/transport.ts";
import { FakeRunner, programBytes } from "../fake-runner.ts";

const synchronous = Object.create(RunnerSync.prototype) as RunnerSync<unknown>;

test("a runner is returned as it is", () => {
  const runner = new FakeRunner();
  expect(checkedRunner(runner)).toBe(runner);
});

test.each<readonly [string, unknown]>([
  ["nothing", undefined],
  ["null", null],
  ["an object", {}],
  ["a synchronous runner", synchronous],
])("a server refuses %s in place of a runner", (_, wrong) => {
  const message = /^expected a runner with `prepare`, as new AsyncRunner\(runner\) is$/;
  expect(() => checkedRunner(wrong)).toThrow(message);
  expect(() => new Session(wrong as FakeRunner)).toThrow(message);
});

test.each([undefined, null, programBytes(), "program"])("%s is no program", (wrong) => {
  expect(() => bytesOfProgram(wrong as never)).toThrow(
    /^expected a program, as programFromBytes returns it$/,
  );
});

test("a program has bytes", () => {
  const bytes = programBytes();
  expect(bytesOfProgram({ kind: "bytecodeLt", bytes })).toBe(bytes);
});
