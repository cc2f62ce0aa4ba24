import { describe, expect, test, vi } from "vitest";
import { ErrorCode, type Program, type Run, Runner, RunnerError } from "../../src/index.ts";
import { ProgramBudget, type RequestMessage, Session } from "../../src/transport.ts";
import { FakeRunner, programBytes } from "../fake-runner.ts";

const prepare = (id: number, programId: number, fails = false): RequestMessage => ({
  kind: "prepare",
  id,
  programId,
  program: programBytes(fails),
});
const execute = (id: number, programId: number, ...input: number[]): RequestMessage => ({
  kind: "execute",
  id,
  programId,
  input: new Uint8Array(input),
});
const release = (id: number, programId: number): RequestMessage => ({
  kind: "release",
  id,
  programId,
});
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

test("each request gets the response of its kind and id", async () => {
  const session = new Session(new FakeRunner());
  expect(await session.dispatch(prepare(10, 7))).toEqual({ kind: "prepare", id: 10 });
  expect(await session.dispatch(execute(11, 7, 1, 2))).toEqual({
    kind: "execute",
    id: 11,
    output: new Uint8Array([2, 1]),
  });
  expect(await session.dispatch(release(12, 7))).toEqual({ kind: "release", id: 12 });
  expect(await session.dispatch({ kind: "getInterface", id: 13 })).toEqual({
    kind: "getInterface",
    id: 13,
    source: "func f(): Int64",
  });
  expect(await session.dispatch({ kind: "getExternals", id: 14 })).toEqual({
    kind: "getExternals",
    id: 14,
    externals: ["repr:bytecode-lt"],
  });
});

test("requests may be sent without waiting for the prepare", async () => {
  const runner = new FakeRunner();
  const session = new Session(runner);
  const responses = await Promise.all([
    session.dispatch(prepare(0, 0)),
    session.dispatch(execute(1, 0, 1)),
    session.dispatch(release(2, 0)),
  ]);
  expect(responses.map(({ kind }) => kind)).toEqual(["prepare", "execute", "release"]);
  expect(runner.calls).toEqual(["prepare p0", "execute p0", "release p0"]);
});

test.each([
  ["an unknown program", execute(3, 77), /^Program 77 not prepared$/, "PROGRAM_NOT_FOUND"],
  [
    "bytes that are no program",
    { kind: "prepare", id: 3, programId: 0, program: new Uint8Array([9]) },
    /not a Lutra program/,
    "DECODE_ERROR",
  ],
  ["a refused program", prepare(3, 0, true), /^no such table$/, "PREPARE_ERROR"],
] as const)("%s is answered with a code", async (_, request, display, code) => {
  const response = await new Session(new FakeRunner()).dispatch(request);
  expect(response).toMatchObject({ kind: "error", id: 3, request: request.kind });
  expect(response).toHaveProperty("error.code", code);
  expect(response).toHaveProperty("error.display", expect.stringMatching(display));
});

test("a failed execute gets a code only where the runner gave none", async () => {
  const runner = new FakeRunner();
  const session = new Session(runner);
  await session.dispatch(prepare(0, 0));
  expect(await session.dispatch(execute(1, 0, 0xff))).toMatchObject({
    error: { display: "division by zero", code: "EXECUTION_ERROR" },
  });
  vi.spyOn(runner, "execute").mockRejectedValueOnce(new RunnerError("late", { code: "TIMEOUT" }));
  expect(await session.dispatch(execute(2, 0))).toMatchObject({
    error: { display: "late", code: "TIMEOUT" },
  });
});

test("a runner that throws instead of rejecting is answered like any other", async () => {
  const runner = new FakeRunner();
  const session = new Session(runner);
  await session.dispatch(prepare(0, 0));
  for (const method of ["prepare", "execute", "release", "getInterface", "getExternals"] as const) {
    vi.spyOn(runner, method).mockImplementation(() => {
      throw new Error(method);
    });
  }
  const requests = [prepare(1, 1), execute(2, 0), release(3, 0)];
  for (const request of requests) {
    expect(await session.dispatch(request)).toMatchObject({ error: { display: request.kind } });
  }
  expect(await session.dispatch({ kind: "getInterface", id: 4 })).toMatchObject({ kind: "error" });
  expect(await session.dispatch({ kind: "getExternals", id: 5 })).toMatchObject({ kind: "error" });
});

test("releasing an unknown program succeeds", async () => {
  const session = new Session(new FakeRunner());
  expect(await session.dispatch(release(1, 5))).toEqual({ kind: "release", id: 1 });
});

test("a prepare under a used id releases the program that had it", async () => {
  const runner = new FakeRunner();
  const session = new Session(runner);
  await session.dispatch(prepare(0, 4));
  await session.dispatch(prepare(1, 4));
  expect([...runner.held]).toEqual(["p1"]);
  await session.dispatch(execute(2, 4, 1));
  expect(runner.calls.at(-1)).toBe("execute p1");
});

test("a replaced program is released after its executes, and also if the new one is refused", async () => {
  const runner = new FakeRunner();
  runner.holdExecutes = true;
  const session = new Session(runner);
  await session.dispatch(prepare(0, 4));
  const running = session.dispatch(execute(1, 4));
  const refused = session.dispatch(prepare(2, 4, true));
  expect(await session.dispatch(execute(3, 4))).toMatchObject({
    error: { code: "PROGRAM_NOT_FOUND" },
  });
  expect([...runner.held]).toEqual(["p0"]);
  runner.waiting[0]?.resolve(new Uint8Array());
  expect(await running).toMatchObject({ kind: "execute" });
  expect(await refused).toMatchObject({ error: { code: "PREPARE_ERROR" } });
  await vi.waitFor(() => expect(runner.held.size).toBe(0));
});

test("a program that is refused takes no place, and none of the one that came after it", async () => {
  const session = new Session(new FakeRunner(), { maxPrograms: 1 });
  expect(await session.dispatch(prepare(0, 0, true))).toMatchObject({ kind: "error" });
  expect(await session.dispatch(prepare(1, 1))).toEqual({ kind: "prepare", id: 1 });
  const [refused, replacement] = await Promise.all([
    session.dispatch(prepare(2, 1, true)),
    session.dispatch(prepare(3, 1)),
  ]);
  expect([refused.kind, replacement.kind]).toEqual(["error", "prepare"]);
  expect(await session.dispatch(execute(4, 1))).toMatchObject({ kind: "execute" });
});

test("where prepares have no answer, one above the limit leaves nothing", async () => {
  const session = new Session(new FakeRunner(), { maxPrograms: 1, keepsPrepareErrors: true });
  await session.dispatch(prepare(0, 0, true));
  await session.dispatch(prepare(1, 1));
  expect(await session.dispatch(execute(2, 0))).toMatchObject({ error: { code: "PREPARE_ERROR" } });
  expect(await session.dispatch(execute(3, 1))).toMatchObject({
    error: { code: "PROGRAM_NOT_FOUND" },
  });
});

test("a release waits for the executes before it, and frees the id at once", async () => {
  const runner = new FakeRunner();
  runner.holdExecutes = true;
  const session = new Session(runner);
  await session.dispatch(prepare(0, 0));
  const executed = session.dispatch(execute(1, 0));
  const released = session.dispatch(release(2, 0));
  expect(await session.dispatch(execute(3, 0))).toMatchObject({
    error: { code: "PROGRAM_NOT_FOUND" },
  });
  await settle();
  expect(runner.held.size).toBe(1);
  runner.waiting[0]?.resolve(new Uint8Array());
  expect(await executed).toMatchObject({ kind: "execute" });
  expect(await released).toMatchObject({ kind: "release" });
  expect(runner.held.size).toBe(0);
});

test("executes run side by side", async () => {
  const runner = new FakeRunner();
  runner.holdExecutes = true;
  const session = new Session(runner);
  await session.dispatch(prepare(0, 0));
  const first = session.dispatch(execute(1, 0));
  const second = session.dispatch(execute(2, 0));
  expect(runner.waiting).toHaveLength(2);
  runner.waiting[1]?.resolve(new Uint8Array([2]));
  expect(await second).toMatchObject({ id: 2 });
  runner.waiting[0]?.resolve(new Uint8Array([1]));
  expect(await first).toMatchObject({ id: 1 });
});

test("programs are bounded, and a refused one may be retried after a release", async () => {
  const session = new Session(new FakeRunner(), { maxPrograms: 2 });
  await session.dispatch(prepare(0, 0));
  await session.dispatch(prepare(1, 1));
  expect(await session.dispatch(prepare(2, 2))).toMatchObject({
    error: { code: "LIMIT_EXCEEDED", display: expect.stringContaining("maxPrograms") as string },
  });
  expect(await session.dispatch(prepare(3, 1))).toEqual({ kind: "prepare", id: 3 });
  await session.dispatch(release(4, 0));
  expect(await session.dispatch(prepare(5, 2))).toEqual({ kind: "prepare", id: 5 });
});

describe("the memory of programs", () => {
  /** A runner whose handles take the number of bytes that a program's fifth byte says, or do not say it. */
  class SizedRunner extends Runner<{ readonly memoryBytes?: unknown }> {
    released = 0;

    override async prepare({ bytes }: Program): Promise<{ readonly memoryBytes?: unknown }> {
      return { memoryBytes: bytes[5] === 0 ? "many" : bytes[5] };
    }
    override async execute(handle: unknown, input: Uint8Array): Promise<Uint8Array> {
      return input;
    }
    override async release(): Promise<void> {
      this.released++;
    }
  }
  const sized = (id: number, programId: number, size: number): RequestMessage => {
    return { kind: "prepare", id, programId, program: new Uint8Array([2, 4, 0, 0, 0, size]) };
  };

  test("is bounded together, and released ones count no more", async () => {
    const runner = new SizedRunner();
    const session = new Session(runner, { maxProgramBytes: 100 });
    const prepared = (id: number, memoryBytes: number): unknown => {
      return { kind: "prepare", id, memoryBytes };
    };
    expect(await session.dispatch(sized(0, 0, 60))).toEqual(prepared(0, 60));
    expect(await session.dispatch(sized(1, 1, 41))).toMatchObject({
      error: {
        code: "LIMIT_EXCEEDED",
        display: expect.stringMatching(/101 .* 100 .*maxProgramBytes/) as string,
      },
    });
    expect(runner.released).toBe(1);
    expect(await session.dispatch(execute(2, 1))).toMatchObject({
      error: { code: "PROGRAM_NOT_FOUND" },
    });
    expect(await session.dispatch(sized(3, 1, 40))).toEqual(prepared(3, 40));
    // In place of the first program, which frees what it took.
    expect(await session.dispatch(sized(4, 0, 60))).toEqual(prepared(4, 60));
    await session.dispatch(release(5, 0));
    expect(await session.dispatch(sized(6, 2, 60))).toEqual(prepared(6, 60));
    await session.close();
    expect(runner.released).toBe(5);
  });

  test("is bounded for all connections that share a budget, and freed by the end of one", async () => {
    const runner = new SizedRunner();
    const programBudget = new ProgramBudget(100);
    const sessions = Array.from({ length: 3 }, () => new Session(runner, { programBudget }));
    const [first, second, third] = sessions as [Session, Session, Session];
    await Promise.all([first.dispatch(sized(0, 0, 60)), second.dispatch(sized(0, 0, 40))]);
    expect(programBudget.bytes).toBe(100);
    expect(await third.dispatch(sized(0, 0, 1))).toMatchObject({
      error: {
        code: "LIMIT_EXCEEDED",
        display: expect.stringMatching(/the server .* 101 .* 100 .*maxTotalProgramBytes/) as string,
      },
    });
    // What was refused counts in no budget, and is released.
    expect([programBudget.bytes, runner.released]).toEqual([100, 1]);
    await first.close();
    expect(programBudget.bytes).toBe(40);
    expect(await third.dispatch(sized(1, 0, 60))).toMatchObject({ memoryBytes: 60 });
    await Promise.all([second.close(), third.close()]);
    expect([programBudget.bytes, runner.released]).toEqual([0, 4]);
  });

  test("that is refused by a shared budget leaves room in the connection's own", async () => {
    const programBudget = new ProgramBudget(50);
    const options = { programBudget, maxProgramBytes: 60 };
    const session = new Session(new SizedRunner(), options);
    for (let id = 0; id < 3; id++) {
      expect(await session.dispatch(sized(id, id, 55))).toMatchObject({
        error: { code: "LIMIT_EXCEEDED" },
      });
    }
    expect(await session.dispatch(sized(3, 3, 50))).toMatchObject({ memoryBytes: 50 });
  });

  test("is estimated by the program's size if the handle does not say it", async () => {
    // A program of 6 bytes: 16 KiB, and 16 times its size.
    const session = new Session(new SizedRunner(), { maxProgramBytes: 2 * (16_384 + 6 * 16) });
    for (let id = 0; id < 2; id++) {
      expect(await session.dispatch(sized(id, id, 0))).toEqual({ kind: "prepare", id });
    }
    expect(await session.dispatch(sized(2, 2, 0))).toMatchObject({
      error: { code: "LIMIT_EXCEEDED" },
    });
  });
});

test.each([0, -1, 1.5, Number.NaN])("a limit of %d programs is refused", (maxPrograms) => {
  expect(() => new Session(new FakeRunner(), { maxPrograms })).toThrow(RangeError);
});

test("a failed prepare is forgotten", async () => {
  const session = new Session(new FakeRunner());
  const responses = await Promise.all([
    session.dispatch(prepare(0, 0, true)),
    session.dispatch(execute(1, 0)),
  ]);
  expect(responses).toMatchObject([
    { error: { code: "PREPARE_ERROR" } },
    { error: { code: "PROGRAM_NOT_FOUND" } },
  ]);
  expect(await session.dispatch(execute(2, 0))).toMatchObject({
    error: { code: "PROGRAM_NOT_FOUND" },
  });
});

test("where prepares have no answer, a failed one answers its executes until it is released", async () => {
  const session = new Session(new FakeRunner(), { keepsPrepareErrors: true });
  const [, early] = await Promise.all([
    session.dispatch(prepare(0, 0, true)),
    session.dispatch(execute(1, 0)),
  ]);
  const stored = { error: { display: "no such table", code: "PREPARE_ERROR" } };
  expect(early).toMatchObject(stored);
  expect(await session.dispatch(execute(2, 0))).toMatchObject(stored);
  await session.dispatch(release(3, 0));
  expect(await session.dispatch(execute(4, 0))).toMatchObject({
    error: { code: "PROGRAM_NOT_FOUND" },
  });
});

test("closing aborts calls, releases every program once, and leaves the runner open", async () => {
  const runner = new FakeRunner();
  const shutdown = vi.spyOn(runner, "shutdown");
  runner.holdExecutes = true;
  const session = new Session(runner);
  await session.dispatch(prepare(0, 0));
  await session.dispatch(prepare(1, 1));
  const running = session.dispatch(execute(2, 0));
  const preparing = session.dispatch(prepare(3, 2));
  const closed = session.close();
  expect(session.close()).toBe(closed);
  await closed;
  expect(await running).toMatchObject({ error: { code: ErrorCode.CONNECTION_CLOSED } });
  await preparing;
  expect(runner.held.size).toBe(0);
  expect(runner.calls.filter((call) => call.startsWith("release"))).toHaveLength(3);
  expect(shutdown).not.toHaveBeenCalled();
  expect(await session.dispatch(execute(4, 0))).toMatchObject({
    error: { code: ErrorCode.CONNECTION_CLOSED },
  });
});

test("closing reports no failure of a release", async () => {
  const runner = new FakeRunner();
  vi.spyOn(runner, "release").mockRejectedValue(new Error("gone"));
  const session = new Session<string>(runner as Run<string>);
  await session.dispatch(prepare(0, 0));
  expect(await session.close()).toBeUndefined();
});

test("a caller's signal aborts its own call, and is let go when the call has settled", async () => {
  const runner = new FakeRunner();
  runner.holdExecutes = true;
  const session = new Session(runner);
  await session.dispatch(prepare(0, 0));
  const controller = new AbortController();
  const removed = vi.spyOn(controller.signal, "removeEventListener");
  const mine = session.dispatch(execute(1, 0), { signal: controller.signal });
  const other = session.dispatch(execute(2, 0));
  controller.abort(new Error("enough"));
  expect(await mine).toMatchObject({ error: { display: "enough", code: "EXECUTION_ERROR" } });
  expect(removed).toHaveBeenCalled();
  expect(runner.waiting[1]?.signal?.aborted).toBe(false);
  runner.waiting[1]?.resolve(new Uint8Array());
  expect(await other).toMatchObject({ kind: "execute" });
});

test("a hundred calls may wait for the end of a connection without a warning", async () => {
  const warned = vi.fn<(warning: Error) => void>();
  process.on("warning", warned);
  const runner = new FakeRunner();
  runner.holdExecutes = true;
  const session = new Session(runner);
  await session.dispatch(prepare(0, 0));
  const calls = Array.from({ length: 100 }, (_, i) => session.dispatch(execute(i + 1, 0)));
  await session.close();
  await Promise.all(calls);
  await settle();
  process.off("warning", warned);
  expect(runner.waiting).toHaveLength(100);
  expect(warned).not.toHaveBeenCalled();
});
