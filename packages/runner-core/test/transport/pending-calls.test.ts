import { createRandom } from "@lutra-internal/testing";
import { expect, test } from "vitest";
import { type PendingCall, PendingCalls } from "../../src/transport/pending-calls.ts";

/** Adds a call with the next id. */
function add(calls: PendingCalls): number {
  const id = calls.takeId();
  const call: PendingCall = {
    id,
    kind: "execute",
    resolve: () => {},
    reject: () => {},
    unlisten: undefined,
  };
  calls.add(call);
  return id;
}

test("ids count up from the first one, and wrap", () => {
  const calls = new PendingCalls(2 ** 32 - 2);
  const ids = Array.from({ length: 100 }, () => add(calls));
  expect(ids).toEqual([2 ** 32 - 2, 2 ** 32 - 1, ...Array.from({ length: 98 }, (_, i) => i)]);
  expect(calls.count).toBe(100);
});

test("a call is found by its id only, and once", () => {
  const calls = new PendingCalls(0);
  const ids = Array.from({ length: 300 }, () => add(calls));
  for (const id of ids.toReversed()) {
    const removed = [id + 2048, id, id].map((each) => calls.remove(each)?.id);
    expect(removed).toEqual([undefined, id, undefined]);
  }
  expect(calls.count).toBe(0);
});

test("an id in flight is never given out again, and costs no memory while others come and go", () => {
  const calls = new PendingCalls(2 ** 32 - 100);
  const slow = [add(calls), add(calls), add(calls)];
  const seen = new Set<number>();
  for (let i = 0; i < 100_000; i++) {
    const id = add(calls);
    if (slow.includes(id)) throw new Error(`${id} is in flight`);
    seen.add(id);
    calls.remove(id);
  }
  expect(seen.size).toBe(100_000);
  expect(slow.map((id) => calls.remove(id)?.id)).toEqual(slow);
});

test("random comings and goings are those of a map", () => {
  const calls = new PendingCalls(2 ** 32 - 500);
  const open: number[] = [];
  const random = createRandom(1).fraction;
  for (let i = 0; i < 50_000; i++) {
    if (random() * 200 > open.length) {
      const id = add(calls);
      if (open.includes(id)) throw new Error(`${id} is in flight`);
      open.push(id);
    } else {
      const [id] = open.splice(Math.floor(random() ** 2 * open.length), 1);
      if (calls.remove(id!)?.id !== id) throw new Error(`${id} was lost`);
    }
    if (calls.count !== open.length) throw new Error(`${calls.count} calls are counted`);
  }
  expect(new Set(calls.removeAll().map(({ id }) => id))).toEqual(new Set(open));
});

test("all calls are removed in the order of their ids, also across the wrap", () => {
  const calls = new PendingCalls(2 ** 32 - 20);
  const ids = Array.from({ length: 50 }, () => add(calls));
  expect(calls.removeAll().map(({ id }) => id)).toEqual(ids);
  expect(calls.count).toBe(0);
  expect(add(calls)).toBe(30);
});
