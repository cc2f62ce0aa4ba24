import { expect, test } from "vitest";
import { createTurns } from "../../src/transport.ts";

test("as many turns as there may be are there at once", () => {
  const turns = createTurns(2);
  expect(turns.take()).toBeUndefined();
  expect(turns.take()).toBeUndefined();
  expect(turns.take()).toBeInstanceOf(Promise);
});

test("a turn that ends is the next one's, in the order of the callers", async () => {
  const turns = createTurns(1);
  void turns.take();
  const order: number[] = [];
  const calls = [1, 2, 3].map(async (i) => {
    await turns.take();
    order.push(i);
    turns.end();
  });
  expect(order).toEqual([]);
  turns.end();
  await Promise.all(calls);
  expect(order).toEqual([1, 2, 3]);
  expect(turns.take()).toBeUndefined();
});

test("who gives up leaves the queue, and takes no turn", async () => {
  const turns = createTurns(1);
  void turns.take();
  const controller = new AbortController();
  const reason = new Error("given up");
  const givenUp = turns.take({ signal: controller.signal });
  const next = turns.take();
  controller.abort(reason);
  await expect(givenUp).rejects.toBe(reason);
  await expect(turns.take({ signal: controller.signal })).rejects.toBe(reason);
  turns.end();
  await next;
});

test("a signal is asked for only by those who wait", async () => {
  const turns = createTurns(1);
  let asked = 0;
  const caller = {
    get signal(): AbortSignal | undefined {
      asked++;
      return undefined;
    },
  };
  void turns.take(caller);
  expect(asked).toBe(0);
  const waiting = turns.take(caller);
  expect(asked).toBe(1);
  turns.end();
  await waiting;
});
