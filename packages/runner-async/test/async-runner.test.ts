import { program } from "@lutra-internal/testing/programs";
import { RunnerSync, type TypedProgram } from "@lutra/runner-core";
import { expect, test, vi } from "vitest";
import { AsyncRunner } from "../src/index.ts";

/** Records its calls and can be made to fail or to take time. */
class SyncRunner extends RunnerSync<number> {
  readonly calls: string[] = [];
  busyMs = 0;
  open = true;

  override prepareSync(): number {
    this.calls.push("prepare");
    return this.calls.length;
  }

  override executeSync(_: number, input: Uint8Array): Uint8Array {
    this.calls.push(`execute ${input[0]}`);
    const end = performance.now() + this.busyMs;
    while (performance.now() < end);
    if (input[0] === 0xff) throw new Error("division by zero");
    return input;
  }

  override releaseSync(): void {
    this.calls.push("release");
  }

  override getInterfaceSync(): string {
    return "func f(): Int64";
  }

  override getExternalsSync(): readonly string[] {
    return ["repr:bytecode-lt"];
  }

  override shutdownSync(): void {
    this.calls.push("shutdown");
  }
}

const bytes = (...values: number[]): Uint8Array => new Uint8Array(values);
const byte = {
  headBytes: 1,
  encode: (value: number) => bytes(value),
  decode: (encoded: Uint8Array) => encoded[0] ?? -1,
};

test("every call reaches the synchronous runner", async () => {
  const runner = new AsyncRunner(new SyncRunner());
  const prepared = await runner.prepare(program);
  expect(await runner.execute(prepared, bytes(1))).toEqual(bytes(1));
  expect(await runner.release(prepared)).toBeUndefined();
  expect(await runner.getInterface()).toBe("func f(): Int64");
  expect(await runner.getExternals()).toEqual(["repr:bytecode-lt"]);
});

test("calls run in the order they were made, after the code that made them", async () => {
  const inner = new SyncRunner();
  const runner = new AsyncRunner(inner);
  const calls = [3, 1, 2].map((value) => runner.execute(0, bytes(value)));
  expect(inner.calls).toEqual([]);
  await Promise.all(calls);
  expect(inner.calls).toEqual(["execute 3", "execute 1", "execute 2"]);
});

test("run is one turn in the queue", async () => {
  const inner = new SyncRunner();
  const runner = new AsyncRunner(inner);
  const typed = { program, input: byte, output: byte } as unknown as TypedProgram<number, number>;
  expect(await Promise.all([runner.run(typed, 1), runner.run(typed, 2)])).toEqual([1, 2]);
  expect(inner.calls.join()).toBe("prepare,execute 1,release,prepare,execute 2,release");
});

test("a call that throws rejects itself and nothing else", async () => {
  const runner = new AsyncRunner(new SyncRunner());
  const results = await Promise.allSettled([
    runner.execute(0, bytes(1)),
    runner.execute(0, bytes(0xff)),
    runner.execute(0, bytes(2)),
  ]);
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
});

test("an abort takes a waiting call out of the queue, with its reason", async () => {
  const inner = new SyncRunner();
  const runner = new AsyncRunner(inner);
  const controller = new AbortController();
  const first = runner.execute(0, bytes(1));
  const second = runner.execute(0, bytes(2), { signal: controller.signal });
  const third = runner.execute(0, bytes(3));
  controller.abort("enough");
  await expect(second).rejects.toBe("enough");
  await Promise.all([first, third]);
  expect(inner.calls).toEqual(["execute 1", "execute 3"]);
});

test("a result may abort the next call before it starts", async () => {
  const inner = new SyncRunner();
  const runner = new AsyncRunner(inner);
  const controller = new AbortController();
  const first = runner.execute(0, bytes(1)).then(() => controller.abort("no need"));
  const second = runner.execute(0, bytes(2), { signal: controller.signal });
  await expect(second).rejects.toBe("no need");
  await first;
  expect(inner.calls).toEqual(["execute 1"]);
});

test("a signal that is aborted already keeps a call out of the queue", async () => {
  const inner = new SyncRunner();
  const runner = new AsyncRunner(inner);
  await expect(runner.prepare(program, { signal: AbortSignal.abort("early") })).rejects.toBe(
    "early",
  );
  expect(inner.calls).toEqual([]);
});

test("a call that has started lets go of its signal", async () => {
  const runner = new AsyncRunner(new SyncRunner());
  const { signal } = new AbortController();
  const added = vi.spyOn(signal, "addEventListener");
  const removed = vi.spyOn(signal, "removeEventListener");
  await runner.execute(0, bytes(1), { signal });
  expect(removed).toHaveBeenCalledWith("abort", added.mock.calls[0]?.[1]);
});

test("a long queue lets timers run in between", async () => {
  const inner = new SyncRunner();
  inner.busyMs = 3;
  const runner = new AsyncRunner(inner, { maxBusyMs: 5 });
  const controller = new AbortController();
  setTimeout(() => controller.abort("timer"), 0);
  const calls = Array.from({ length: 20 }, (_, i) => runner.execute(0, bytes(i)));
  const last = runner.execute(0, bytes(20), { signal: controller.signal });
  await expect(last).rejects.toBe("timer");
  expect(inner.calls.length).toBeLessThan(20);
  await Promise.all(calls);
});

test("queued calls follow each other for ten milliseconds by default, and again after a turn of timers", async () => {
  const inner = new SyncRunner();
  let now = 1000;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  vi.spyOn(inner, "executeSync").mockImplementation((_, input) => {
    now += 5;
    return input;
  });
  const later: (readonly [() => void, number | undefined])[] = [];
  vi.spyOn(globalThis, "setTimeout").mockImplementation(((call: () => void, ms?: number) =>
    later.push([call, ms])) as never);
  const runner = new AsyncRunner(inner);
  const done: number[] = [];
  for (let i = 0; i < 5; i++) void runner.execute(0, bytes(i)).then(() => done.push(i));
  for (const expected of [
    [0, 1],
    [0, 1, 2, 3],
    [0, 1, 2, 3, 4],
  ]) {
    for (let turn = 0; turn < 30; turn++) await Promise.resolve();
    expect(done).toEqual(expected);
    const [call, ms] = later.shift() ?? [() => {}, 0];
    expect(ms).toBe(0);
    now += 1000;
    call();
  }
  expect(later).toEqual([]);
  vi.restoreAllMocks();
});

test("shutdown refuses the calls that wait, and those after it", async () => {
  const inner = new SyncRunner();
  const runner = new AsyncRunner(inner);
  const ran = await runner.execute(0, bytes(1));
  const controller = new AbortController();
  const waiting = runner.execute(0, bytes(3), { signal: controller.signal });
  const shutdown = runner.shutdown();
  expect(runner.shutdown()).toBe(shutdown);
  await expect(runner.execute(0, bytes(2))).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
  expect(await runner.release(0)).toBeUndefined();
  expect(ran).toEqual(bytes(1));
  controller.abort("too late");
  await expect(waiting).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
  await runner[Symbol.asyncDispose]();
  expect(inner.calls).toEqual(["execute 1", "shutdown"]);
});

test("calls made while another runs wait for their turn", async () => {
  const inner = new SyncRunner();
  const runner = new AsyncRunner(inner);
  let nested: Promise<Uint8Array> | undefined;
  vi.spyOn(inner, "prepareSync").mockImplementationOnce(() => {
    nested = runner.execute(0, bytes(2));
    expect(inner.calls).toEqual([]);
    return 0;
  });
  await runner.prepare(program);
  expect(await nested).toEqual(bytes(2));
});

test.each([-1, Number.NaN])("a busy time of %d is refused", (maxBusyMs) => {
  expect(() => new AsyncRunner(new SyncRunner(), { maxBusyMs })).toThrow(RangeError);
});
