import { expect, test, vi } from "vitest";
import { linkedSignal } from "../../src/transport/linked-signal.ts";

test("a linked signal follows whichever source aborts first", () => {
  const [a, b] = [new AbortController(), new AbortController()];
  const { signal } = linkedSignal([a.signal, b.signal]);
  expect(signal.aborted).toBe(false);
  b.abort("second");
  a.abort("first");
  expect(signal.reason).toBe("second");
});

test("a source that is aborted already counts", () => {
  const { signal: open } = new AbortController();
  const removed = vi.spyOn(open, "removeEventListener");
  const { signal } = linkedSignal([open, AbortSignal.abort("early")]);
  expect(signal.reason).toBe("early");
  expect(removed).toHaveBeenCalled();
});

test("an unlinked signal follows no more", () => {
  const source = new AbortController();
  const { signal, unlink } = linkedSignal([source.signal]);
  unlink();
  source.abort();
  expect(signal.aborted).toBe(false);
});
