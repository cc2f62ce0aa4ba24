import { array, DecodeError, text, uint8 } from "@lutra/bin";
import { expect, test, vi } from "vitest";
import { type Program, programFromBytes, RunnerSync, typedProgram } from "../src/index.ts";
import { programBytes } from "./fake-runner.ts";

const typed = typedProgram(programFromBytes(programBytes()), uint8, uint8);

class Minimal extends RunnerSync<Program> {
  held = 0;
  override prepareSync(program: Program): Program {
    this.held++;
    return program;
  }
  override executeSync(_: Program, input: Uint8Array): Uint8Array {
    if (input[0] === 0xff) throw new Error("division by zero");
    return input;
  }
  override releaseSync(_: Program): void {
    this.held--;
  }
}

test("runSync encodes, prepares, executes, releases and decodes", () => {
  const runner = new Minimal();
  expect(runner.runSync(typed, 7)).toBe(7);
  expect(runner.held).toBe(0);
});

test("an output that does not decode may be one of another type", () => {
  const other = typedProgram(programFromBytes(programBytes()), uint8, text);
  expect(() => new Minimal().runSync(other, 7)).toThrow(/the codec may not fit/);
});

test("items of an output may share bytes, as rows of the interpreter do", () => {
  // So many pointers to one body: too much for what was received, but for outputs.
  const [items, bodyBytes] = [2000, 2000];
  const output = new Uint8Array(8 + items * 8 + bodyBytes);
  const view = new DataView(output.buffer);
  view.setUint32(0, 8, true);
  view.setUint32(4, items, true);
  for (let i = 0; i < items; i++) {
    view.setUint32(8 + i * 8, (items - i) * 8, true);
    view.setUint32(12 + i * 8, bodyBytes, true);
  }
  const shared = array(array(uint8));
  expect(() => shared.decode(output)).toThrow(DecodeError);
  const runner = new Minimal();
  vi.spyOn(runner, "executeSync").mockReturnValue(output);
  const program = typedProgram(programFromBytes(programBytes()), uint8, shared);
  expect(runner.runSync(program, 0)).toHaveLength(items);
});

test("runSync releases when execute fails, and the first error wins", () => {
  const runner = new Minimal();
  expect(() => runner.runSync(typed, 0xff)).toThrow("division by zero");
  expect(runner.held).toBe(0);
  vi.spyOn(runner, "releaseSync").mockImplementation(() => {
    throw new Error("second");
  });
  expect(() => runner.runSync(typed, 0xff)).toThrow("division by zero");
  expect(() => runner.runSync(typed, 1)).toThrow("second");
});

test("an author gets the rest of the interface", () => {
  const runner = new Minimal();
  const shutdown = vi.spyOn(runner, "shutdownSync");
  expect(runner.getInterfaceSync()).toBe("");
  expect(runner.getExternalsSync()).toEqual([]);
  runner[Symbol.dispose]();
  expect(shutdown).toHaveBeenCalledOnce();
});
