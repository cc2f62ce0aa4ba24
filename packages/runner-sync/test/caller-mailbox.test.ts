import { expect, test } from "vitest";
import { CallerMailbox } from "../src/caller-mailbox.ts";
import { ServerMailbox } from "../src/server-mailbox.ts";

/** Returns how long a wait for at most so many milliseconds takes. */
function waited(caller: CallerMailbox, maxWaitMs: number): number {
  const start = performance.now();
  caller.wait(maxWaitMs);
  return performance.now() - start;
}

test("every wait for a reply takes its time, and ends at once if the reply is there", () => {
  const caller = new CallerMailbox(8);
  const server = new ServerMailbox(caller.memory);
  for (let round = 0; round < 3; round++) {
    caller.post("getInterface", 0, 0);
    expect(waited(caller, 20)).toBeGreaterThan(15);
    expect(caller.isAnswered).toBe(false);
    server.take();
    server.answer("done", new Uint8Array());
    expect(waited(caller, 60_000)).toBeLessThan(30_000);
    expect(caller.isAnswered).toBe(true);
  }
});

test.each(["before", "after"])("a wait ends at once if the server fails %s the request", (when) => {
  const caller = new CallerMailbox(8);
  const server = new ServerMailbox(caller.memory);
  if (when === "before") server.fail(new Uint8Array([1, 2]));
  caller.post("getInterface", 0, 0);
  expect(caller.hasFailed).toBe(when === "before");
  if (when === "after") server.fail(new Uint8Array([1, 2]));
  expect(waited(caller, 60_000)).toBeLessThan(30_000);
  expect(caller.hasFailed).toBe(true);
  expect(caller.failure).toEqual(new Uint8Array([1, 2]));
});
