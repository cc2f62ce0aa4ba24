import { text, uint8 } from "@lutra/bin";
import { expect, test, vi } from "vitest";
import { programFromBytes, Runner, typedProgram } from "../src/index.ts";
import { FakeRunner, programBytes } from "./fake-runner.ts";

const typed = typedProgram(programFromBytes(programBytes()), uint8, uint8);

test("run encodes, prepares, executes, releases and decodes", async () => {
  const runner = new FakeRunner();
  expect(await runner.run(typed, 7)).toBe(7);
  expect(runner.calls).toEqual(["prepare p0", "execute p0", "release p0"]);
});

test("an output that does not decode may be one of another type", async () => {
  const other = typedProgram(programFromBytes(programBytes()), uint8, text);
  await expect(new FakeRunner().run(other, 7)).rejects.toThrow(
    /^expected 8 bytes.*; the codec may not fit the program: see checkedProgram$/,
  );
});

test("run releases when execute fails, and the first error wins", async () => {
  const runner = new FakeRunner();
  await expect(runner.run(typed, 0xff)).rejects.toThrow("division by zero");
  expect(runner.held.size).toBe(0);
  vi.spyOn(runner, "release").mockRejectedValue(new Error("second"));
  await expect(runner.run(typed, 0xff)).rejects.toThrow("division by zero");
  await expect(runner.run(typed, 1)).rejects.toThrow("second");
});

test("an author gets the rest of the interface", async () => {
  class Minimal extends Runner<null> {
    override prepare = async (): Promise<null> => null;
    override execute = async (): Promise<Uint8Array> => new Uint8Array();
  }
  const runner = new Minimal();
  const shutdown = vi.spyOn(runner, "shutdown");
  expect(await runner.release(null)).toBeUndefined();
  expect(await runner.getInterface()).toBe("");
  expect(await runner.getExternals()).toEqual([]);
  await runner[Symbol.asyncDispose]();
  expect(shutdown).toHaveBeenCalledOnce();
});
