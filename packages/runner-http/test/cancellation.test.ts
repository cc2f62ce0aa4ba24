import { expect, test } from "vitest";
import { Cancellation } from "../src/cancellation.ts";

test("a request is cancelled once: the first reason stays", () => {
  const cancellation = new Cancellation();
  const heard: unknown[] = [];
  cancellation.onCancel = (reason) => heard.push(reason);
  expect([cancellation.isCancelled, cancellation.reason]).toEqual([false, undefined]);
  cancellation.cancel("gone");
  cancellation.cancel("late");
  expect([cancellation.isCancelled, cancellation.reason]).toEqual([true, "gone"]);
  expect(heard).toEqual(["gone"]);
});

test("its signal aborts with it, whichever of them comes first", () => {
  const early = new Cancellation();
  const { signal } = early;
  expect(signal.aborted).toBe(false);
  early.cancel("gone");
  expect([signal.aborted, signal.reason]).toEqual([true, "gone"]);
  expect(early.signal).toBe(signal);

  const late = new Cancellation();
  late.cancel("gone");
  expect([late.signal.aborted, late.signal.reason]).toEqual([true, "gone"]);
});
