import { once } from "node:events";
import type { Worker } from "node:worker_threads";
import { array, bytes, DecodeError, tuple, uint8 } from "@lutra/bin";
import { isRunnerError, type RunnerError, typedProgram } from "@lutra/runner-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { SyncRunner, type SyncRunnerOptions } from "../src/index.ts";
import { program, refusedProgram } from "@lutra-internal/testing/programs";
import { sharedRows } from "@lutra-internal/testing/hostile";
import { startWorker } from "./support/start-worker.ts";
import { wrongAnswers } from "./support/wrong-answers.ts";

const runners: SyncRunner[] = [];

afterAll(() => {
  for (const runner of runners) runner.shutdownSync();
});

/** Starts a runner over one of the workers beside the tests. */
function start(
  name: string,
  options: SyncRunnerOptions = {},
): { runner: SyncRunner; worker: Worker } {
  const worker = startWorker(name);
  const runner = new SyncRunner(worker, options);
  runners.push(runner);
  return { runner, worker };
}

/** Returns what a call throws. */
function failure(call: () => unknown): RunnerError {
  try {
    call();
  } catch (error) {
    return error as RunnerError;
  }
  throw new Error("the call succeeded");
}

describe("with a worker that serves", () => {
  let runner: SyncRunner;

  beforeAll(() => {
    runner = start("echo.ts").runner;
  });

  test("the first call waits for the worker, without an event loop", () => {
    const prepared = runner.prepareSync(program);
    expect(runner.executeSync(prepared, new Uint8Array([0, 1, 2]))).toEqual(
      new Uint8Array([0, 1, 2]),
    );
    runner.releaseSync(prepared);
  });

  test("ready resolves", async () => {
    await expect(runner.ready).resolves.toBeUndefined();
  });

  test("runSync takes prepare, execute and release in one", () => {
    const echo = typedProgram(program, bytes, bytes);
    expect(runner.runSync(echo, new Uint8Array([0, 9]))).toEqual(new Uint8Array([0, 9]));
    const refused = typedProgram(refusedProgram, bytes, bytes);
    expect(failure(() => runner.runSync(refused, new Uint8Array()))).toMatchObject({
      code: "PREPARE_ERROR",
      message: "cannot execute sqlPostgres",
    });
  });

  test("runSync decodes rows that share what they refer to, up to 64 MiB", () => {
    const rows = array(array(uint8));
    const shared = typedProgram(program, tuple([uint8, uint8]), rows);
    const output = runner.runSync(shared, [9, 1]);
    expect(output.length).toBe(1000);
    expect(output[999]?.length).toBe(1 << 10);
    expect(() => rows.decode(sharedRows(1000, 1 << 10))).toThrow(DecodeError);
    expect(() => runner.runSync(shared, [9, 100])).toThrow(DecodeError);
  });

  test("interface and externals are the runner's", () => {
    expect(runner.getInterfaceSync()).toBe("\ufefffunc grüße(): Text");
    expect(runner.getExternalsSync()).toEqual(["repr:bytecode-lt", "std::fs"]);
  });

  test("an error keeps message, code and cause", () => {
    const prepared = runner.prepareSync(program);
    expect(failure(() => runner.executeSync(prepared, new Uint8Array([2])))).toMatchObject({
      name: "RunnerError",
      message: "no such row",
      code: "MY_CODE",
      cause: { name: "TypeError", message: "null" },
    });
    expect(failure(() => runner.prepareSync(refusedProgram))).toMatchObject({
      code: "PREPARE_ERROR",
    });
    const broken = { kind: "bytecodeLt", bytes: new Uint8Array([9]) } as const;
    expect(failure(() => runner.prepareSync(broken))).toMatchObject({ code: "DECODE_ERROR" });
  });

  test("a released program is not found", () => {
    const prepared = runner.prepareSync(program);
    runner.releaseSync(prepared);
    runner.releaseSync(prepared);
    expect(failure(() => runner.executeSync(prepared, new Uint8Array()))).toMatchObject({
      code: "PROGRAM_NOT_FOUND",
    });
  });

  test.each([0, 1, 65_535, 65_536, 65_537, 1 << 20, (1 << 20) + 1])(
    "an input of %d bytes comes back whole",
    (length) => {
      const prepared = runner.prepareSync(program);
      const input = Uint8Array.from({ length }, (_, i) => i * 7);
      if (length > 0) input[0] = 0;
      const output = runner.executeSync(prepared, input);
      expect(Buffer.compare(output, input)).toBe(0);
      expect(output.buffer).toBeInstanceOf(ArrayBuffer);
      runner.releaseSync(prepared);
    },
  );

  test("many calls get their own answers", () => {
    expect(wrongAnswers(runner, 10_000)).toBe(0);
  });
});

test("a handle of another runner is not found, although its number is in use", () => {
  const [own, other] = [start("echo.ts").runner, start("echo.ts").runner];
  const [prepared, foreign] = [own.prepareSync(program), other.prepareSync(program)];
  expect(foreign).toEqual(prepared);
  expect(failure(() => own.executeSync(foreign, new Uint8Array([0])))).toMatchObject({
    code: "PROGRAM_NOT_FOUND",
  });
});

test("a reply larger than the mailbox makes it grow, also with the first call", () => {
  const { runner } = start("echo.ts", { mailboxBytes: 16 });
  const prepared = runner.prepareSync(program);
  const output = runner.executeSync(prepared, new Uint8Array([1, 77]));
  expect(output.length).toBe(4 << 20);
  expect(output.every((byte) => byte === 77)).toBe(true);
  expect(runner.executeSync(prepared, new Uint8Array([0, 5]))).toEqual(new Uint8Array([0, 5]));
});

test("messages above maxMessageBytes are refused, and the next call is served", () => {
  const { runner } = start("echo.ts", { mailboxBytes: 1024, maxMessageBytes: 4096 });
  const prepared = runner.prepareSync(program);
  const tooMuch = { code: "FRAME_TOO_LARGE", message: /maxMessageBytes/ };
  for (const input of [new Uint8Array(4097), new Uint8Array([1, 1])]) {
    const { code, message } = failure(() => runner.executeSync(prepared, input));
    expect(code).toBe(tooMuch.code);
    expect(message).toMatch(tooMuch.message);
    expect(runner.executeSync(prepared, new Uint8Array(4096))).toEqual(new Uint8Array(4096));
  }
});

interface PostedMailbox {
  readonly lutraSync: string;
  readonly memory: { readonly data: SharedArrayBuffer };
}

test("a message that does not fit takes another mailbox, of the next power of two, and one that fits does not", () => {
  const worker = startWorker("echo.ts");
  const post = vi.spyOn(worker, "postMessage");
  const runner = new SyncRunner(worker, { mailboxBytes: 16, maxMessageBytes: 100 });
  runners.push(runner);
  const prepared = runner.prepareSync(program);
  const mailboxes = (): PostedMailbox[] => {
    const messages = post.mock.calls.map(([message]) => message as PostedMailbox);
    return messages.filter(({ lutraSync }) => lutraSync === "mailbox");
  };
  const rooms = [16, 17, 32, 33, 64, 65, 100].map((length) => {
    runner.executeSync(prepared, new Uint8Array(length));
    return mailboxes().at(-1)!.memory.data.byteLength;
  });
  expect(rooms).toEqual([16, 32, 32, 64, 64, 100, 100]);
  expect(mailboxes()).toHaveLength(4);
});

test("messages may have 1 GiB by default", () => {
  const { runner } = start("idle.ts");
  const bytes = new Uint8Array(2 ** 30 + 1);
  expect(failure(() => runner.prepareSync({ kind: "bytecodeLt", bytes }))).toMatchObject({
    code: "FRAME_TOO_LARGE",
    message: "a request of 1073741825 bytes exceeds maxMessageBytes, 1073741824",
  });
});

test("a shared output is a view that the next call overwrites", () => {
  const { runner } = start("echo.ts", { sharedOutput: true });
  const prepared = runner.prepareSync(program);
  const first = runner.executeSync(prepared, new Uint8Array([0, 1]));
  expect(first.buffer).toBeInstanceOf(SharedArrayBuffer);
  runner.executeSync(prepared, new Uint8Array([0, 2]));
  expect([...first]).toEqual([0, 2]);
  const echo = typedProgram(program, bytes, bytes);
  expect(runner.runSync(echo, new Uint8Array([0])).buffer).toBeInstanceOf(ArrayBuffer);
});

/** Makes a call again while it ends with TIMEOUT, as any short call may on a loaded machine. */
function afterTimeouts<T>(call: () => T): T {
  for (;;) {
    try {
      return call();
    } catch (error) {
      if (!isRunnerError(error) || error.code !== "TIMEOUT") throw error;
    }
  }
}

/** Makes a call until it throws; on a loaded machine, even one that takes too long may be answered before that is seen. */
function eventualFailure(call: () => unknown): RunnerError {
  for (;;) {
    try {
      call();
    } catch (error) {
      return error as RunnerError;
    }
  }
}

describe("when a call takes too long", () => {
  test.each([
    ["while the worker waits", 3, 4],
    // It learns of the aborts too late.
    ["while the worker is busy", 6, 0],
  ])(
    "it throws TIMEOUT and is aborted, and no late reply is taken for the next call's, %s",
    async (_, command, abortsAtLeast) => {
      const { runner: impatient } = start("echo.ts", { timeoutMs: 100 });
      await impatient.ready;
      const prepared = afterTimeouts(() => impatient.prepareSync(program));
      for (let round = 0; round < 5; round++) {
        expect(
          eventualFailure(() =>
            impatient.executeSync(prepared, new Uint8Array([command, 15, round])),
          ),
        ).toMatchObject({
          code: "TIMEOUT",
          message: "no answer within timeoutMs, 100 ms: execute was aborted",
        });
        // The worker may still be busy for 50 ms.
        const next = afterTimeouts(() =>
          impatient.executeSync(prepared, new Uint8Array([0, round])),
        );
        expect(next).toEqual(new Uint8Array([0, round]));
      }
      const [aborts] = afterTimeouts(() => impatient.executeSync(prepared, new Uint8Array([7])));
      expect(aborts).toBeGreaterThanOrEqual(abortsAtLeast);
    },
  );

  test("and the worker does not serve at all, the error says so", () => {
    const { runner } = start("idle.ts", { timeoutMs: 300 });
    const { code, message } = failure(() => runner.getInterfaceSync());
    expect(code).toBe("TIMEOUT");
    expect(message).toContain("exposeRunner");
  });
});

describe("a worker that is gone ends the call in flight with CONNECTION_CLOSED", () => {
  test.each([
    ["exits", 4, { message: "the worker ended" }],
    [
      "throws, with the error as the cause",
      5,
      {
        message: "the worker failed: out of hand",
        cause: { name: "RangeError", message: "out of hand" },
      },
    ],
  ])("when it %s; later calls throw the same", async (_, command, expected) => {
    const { runner, worker } = start("echo.ts", { timeoutMs: 300_000 });
    const prepared = runner.prepareSync(program);
    const exit = new Promise((resolve) => worker.once("exit", resolve));
    const first = failure(() => runner.executeSync(prepared, new Uint8Array([command])));
    expect(first).toMatchObject({ code: "CONNECTION_CLOSED", ...expected });
    expect(failure(() => runner.executeSync(prepared, new Uint8Array([0])))).toBe(first);
    await exit;
    expect(failure(() => runner.executeSync(prepared, new Uint8Array([0])))).toBe(first);
  });

  test("when it throws while it loads; later calls have the error as their cause", async () => {
    const { runner, worker } = start("broken.ts", { timeoutMs: 300_000 });
    expect(failure(() => runner.getInterfaceSync())).toMatchObject({
      code: "CONNECTION_CLOSED",
      message: expect.stringContaining("before it served") as unknown,
    });
    await expect(runner.ready).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
    await new Promise((resolve) => worker.once("exit", resolve));
    expect(failure(() => runner.getInterfaceSync())).toMatchObject({
      code: "CONNECTION_CLOSED",
      cause: { message: "no configuration" },
    });
  });

  test("when it cannot make its runner", () => {
    const { runner } = start("no-runner.ts", { timeoutMs: 300_000 });
    expect(failure(() => runner.getInterfaceSync())).toMatchObject({
      code: "CONNECTION_CLOSED",
      message: "the worker could not make its runner: no database",
      cause: { message: "no database" },
    });
  });

  test("when it cannot make its runner, ready rejects", async () => {
    const { runner } = start("no-runner.ts");
    await expect(runner.ready).rejects.toMatchObject({
      code: "CONNECTION_CLOSED",
      cause: { message: "no database" },
    });
  });

  test("when it was terminated between calls", async () => {
    const { runner, worker } = start("echo.ts", { timeoutMs: 300_000 });
    runner.getInterfaceSync();
    await worker.terminate();
    expect(failure(() => runner.getInterfaceSync())).toMatchObject({ code: "CONNECTION_CLOSED" });
  });

  test("which a shutdown does not mind", () => {
    const { runner } = start("echo.ts", { timeoutMs: 300_000 });
    const prepared = runner.prepareSync(program);
    // The worker ends after it has answered.
    runner.executeSync(prepared, new Uint8Array([11]));
    expect(() => runner.shutdownSync()).not.toThrow();
  });
});

test("waking up for no reason does no harm", () => {
  const worker = startWorker("echo.ts");
  const controls: SharedArrayBuffer[] = [];
  const post = worker.postMessage.bind(worker);
  worker.postMessage = (message: { memory?: { control: SharedArrayBuffer } }, transfer) => {
    if (message.memory !== undefined) controls.push(message.memory.control);
    post(message, transfer);
  };
  const runner = new SyncRunner(worker);
  runners.push(runner);
  const prepared = runner.prepareSync(program);
  const noisy = startWorker("notifier.mjs");
  noisy.postMessage(controls[0]);
  for (let i = 0; i < 2000; i++) {
    expect(runner.executeSync(prepared, new Uint8Array([0, i]))).toEqual(new Uint8Array([0, i]));
  }
  expect(runner.executeSync(prepared, new Uint8Array([3, 20]))).toEqual(new Uint8Array([3, 20]));
  void noisy.terminate();
});

test("calls are answered where a notification may leave the worker's event loop asleep", () => {
  const { runner, worker } = start("sleepy.ts");
  const post = vi.spyOn(worker, "postMessage");
  expect(wrongAnswers(runner, 20)).toBe(0);
  // At most one for each request; two are the preparation and the release.
  expect(post.mock.calls.length).toBeLessThanOrEqual(22);
});

describe("where Atomics.waitAsync is missing, messages wake the worker", () => {
  const name = "without-wait-async.ts";

  test("calls get their own answers, larger ones too", () => {
    const { runner, worker } = start(name, { mailboxBytes: 16 });
    const post = vi.spyOn(worker, "postMessage");
    expect(wrongAnswers(runner, 2000)).toBe(0);
    const wakes = post.mock.calls.filter(([message]) => message.lutraSync === "wake").length;
    expect(wakes).toBeGreaterThanOrEqual(2000);
    const prepared = runner.prepareSync(program);
    expect(runner.executeSync(prepared, new Uint8Array([1, 7])).length).toBe(4 << 20);
    expect(failure(() => runner.executeSync(prepared, new Uint8Array([2])))).toMatchObject({
      code: "MY_CODE",
    });
  });

  test("a call that takes too long is aborted, and the next one gets no late reply", async () => {
    const { runner } = start(name, { timeoutMs: 100 });
    await runner.ready;
    const prepared = afterTimeouts(() => runner.prepareSync(program));
    const late = new Uint8Array([3, 15]);
    expect(eventualFailure(() => runner.executeSync(prepared, late))).toMatchObject({
      code: "TIMEOUT",
    });
    const next = afterTimeouts(() => runner.executeSync(prepared, new Uint8Array([0, 1])));
    expect(next).toEqual(new Uint8Array([0, 1]));
  });

  test("a worker that exits ends the call in flight", () => {
    const { runner } = start(name, { timeoutMs: 300_000 });
    const prepared = runner.prepareSync(program);
    expect(failure(() => runner.executeSync(prepared, new Uint8Array([4])))).toMatchObject({
      code: "CONNECTION_CLOSED",
    });
  });
});

test("shutdownSync and dispose end the worker, and later calls fail", async () => {
  const { runner, worker } = start("echo.ts");
  const exit = once(worker, "exit");
  {
    using disposed = runner;
    disposed.getInterfaceSync();
  }
  await exit;
  expect(failure(() => runner.getInterfaceSync())).toMatchObject({
    code: "CONNECTION_CLOSED",
    message: "the runner was shut down",
  });
  runner.shutdownSync();
});

test("a shutdown that fails in the worker throws, and ends the worker all the same", async () => {
  const { runner, worker } = start("failing-shutdown.ts");
  const exit = once(worker, "exit");
  // A shutdown gives up on a worker that has not started, as on a busy machine.
  await runner.ready;
  expect(failure(() => runner.shutdownSync())).toMatchObject({ code: "DISK_FULL" });
  await exit;
  runner.shutdownSync();
});

test("a mailbox has room for 64 KiB by default", () => {
  const worker = startWorker("idle.ts");
  const post = vi.spyOn(worker, "postMessage");
  runners.push(new SyncRunner(worker, { timeoutMs: 1 }));
  const memory = { data: expect.objectContaining({ byteLength: 65_536 }) as unknown };
  expect(post.mock.calls[0]?.[0]).toMatchObject({ lutraSync: "mailbox", memory });
});

test("a worker that hangs is terminated all the same", async () => {
  const { runner, worker } = start("idle.ts", { timeoutMs: 200 });
  const exit = once(worker, "exit");
  runner.shutdownSync();
  // Nothing else ends this worker. The code depends on how far it has come.
  await expect(exit).resolves.toBeDefined();
});

test("options out of range are refused", () => {
  const port = { postMessage: () => {}, on: () => {}, off: () => {} };
  expect(() => new SyncRunner(port, { timeoutMs: 0 })).toThrow(RangeError);
  expect(() => new SyncRunner(port, { mailboxBytes: 0 })).toThrow(RangeError);
  expect(() => new SyncRunner(port, { maxMessageBytes: 2 ** 32 })).toThrow(RangeError);
  expect(() => new SyncRunner(port, { maxMessageBytes: 2 ** 32 - 1 })).not.toThrow();
  expect(() => new SyncRunner(port, { mailboxBytes: 10, maxMessageBytes: 9 })).toThrow(RangeError);
  expect(() => new SyncRunner({ postMessage: () => {} })).toThrow(TypeError);
});

test.each([
  [
    "without cross-origin isolation",
    "SyncRunner needs SharedArrayBuffer, which pages have only with the headers",
    () => vi.stubGlobal("SharedArrayBuffer", undefined),
  ],
  [
    "on a browser's main thread",
    "SyncRunner blocks, which a browser's main thread must not",
    () =>
      vi.spyOn(Atomics, "wait").mockImplementation(() => {
        throw new TypeError("Atomics.wait cannot be called in this context");
      }),
  ],
])("%s there is UNSUPPORTED, and what to use instead", (_, reason, arrange) => {
  arrange();
  try {
    const { code, message } = failure(() => new SyncRunner({ postMessage: () => {} }));
    expect(code).toBe("UNSUPPORTED");
    expect(message).toContain(reason);
    expect(message).toContain("InterpreterRunner");
  } finally {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  }
});
