import { createGate } from "@lutra-internal/testing";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { TaskQueue } from "../src/task-queue.ts";

const reason = new Error("enough");

/** Lets all that is not held up go on. */
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("one task runs at a time, in the order in which they came", async () => {
  const queue = new TaskQueue();
  const steps: string[] = [];
  const gate = createGate();
  const first = queue.run(async () => {
    steps.push("first");
    await gate.promise;
    steps.push("first is over");
    throw reason;
  });
  const second = queue.run(async () => steps.push("second"));
  await settle();
  expect(steps).toEqual(["first"]);
  gate.open();
  await expect(first).rejects.toBe(reason);
  expect(await second).toBe(3);
  expect(steps).toEqual(["first", "first is over", "second"]);
});

test("a task that waits never starts once it is aborted, and rejects at once", async () => {
  const interrupt = vi.fn<() => void>();
  const queue = new TaskQueue(interrupt);
  const gate = createGate();
  const first = queue.run(() => gate.promise);
  const { signal } = new AbortController();
  const controller = new AbortController();
  const task = vi.fn<() => Promise<void>>(async () => {});
  const early = queue.run(task, AbortSignal.abort(reason));
  const late = queue.run(task, controller.signal);
  const other = queue.run(async () => 7, signal);
  controller.abort(reason);
  await expect(early).rejects.toBe(reason);
  await expect(late).rejects.toBe(reason);
  gate.open();
  await first;
  expect(await other).toBe(7);
  expect(task).not.toHaveBeenCalled();
  expect(interrupt).not.toHaveBeenCalled();
});

test("a task that runs is told to stop again and again until it is over, and the next one waits", async () => {
  const interrupt = vi.fn<() => void>();
  const queue = new TaskQueue(interrupt);
  const controller = new AbortController();
  const gate = createGate();
  const seen: boolean[] = [];
  const running = queue.run(async (state) => {
    seen.push(state.isAborted);
    await gate.promise;
    seen.push(state.isAborted);
  }, controller.signal);
  const next = vi.fn<() => Promise<void>>(async () => {});
  const waiting = queue.run(next);
  await settle();
  controller.abort(reason);
  await expect(running).rejects.toBe(reason);
  queue.abortAll(new Error("again"));
  await expect(waiting).rejects.toThrow("again");
  const last = queue.run(async () => 7);
  expect(interrupt).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1000);
  expect(interrupt.mock.calls.length).toBeGreaterThan(2);
  gate.open();
  expect(await last).toBe(7);
  const { length } = interrupt.mock.calls;
  await vi.advanceTimersByTimeAsync(1000);
  expect(interrupt).toHaveBeenCalledTimes(length);
  expect(next).not.toHaveBeenCalled();
  expect(seen).toEqual([false, true]);
});

test("nothing is left on the signal of a task that is over", async () => {
  const interrupt = vi.fn<() => void>();
  const queue = new TaskQueue(interrupt);
  const controller = new AbortController();
  const removed = vi.spyOn(controller.signal, "removeEventListener");
  await queue.run(async () => {}, controller.signal);
  expect(removed).toHaveBeenCalledOnce();
  controller.abort(reason);
  queue.abortAll(reason);
  await vi.advanceTimersByTimeAsync(1000);
  expect(interrupt).not.toHaveBeenCalled();
});

describe("where nothing can be interrupted", () => {
  test("an aborted call rejects at once, and its task runs to its end", async () => {
    const queue = new TaskQueue();
    const controller = new AbortController();
    const gate = createGate();
    const running = queue.run(() => gate.promise, controller.signal);
    const next = vi.fn<() => Promise<void>>(async () => {});
    const waiting = queue.run(next);
    await settle();
    controller.abort(reason);
    await expect(running).rejects.toBe(reason);
    await settle();
    expect(next).not.toHaveBeenCalled();
    gate.open();
    await waiting;
    expect(next).toHaveBeenCalledOnce();
  });

  test("the end of all lets the task that runs settle as it would", async () => {
    const queue = new TaskQueue();
    const gate = createGate();
    const running = queue.run(async () => {
      await gate.promise;
      return 7;
    });
    const waiting = queue.run(async () => 8);
    await settle();
    queue.abortAll(reason);
    await expect(waiting).rejects.toBe(reason);
    gate.open();
    expect(await running).toBe(7);
  });
});
