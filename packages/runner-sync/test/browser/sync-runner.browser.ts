import { expect, test } from "vitest";
import { SyncRunner } from "../../src/index.ts";
import type { Outcome } from "./caller.ts";
import { expectedOutcome } from "./expected-outcome.ts";

test("in a worker, a runner of another worker is called synchronously", async () => {
  const caller = new Worker(new URL("./caller.ts", import.meta.url), { type: "module" });
  const answered = new Promise<Outcome>((resolve, reject) => {
    caller.onmessage = (event: MessageEvent<Outcome>) => resolve(event.data);
    caller.onerror = (event) => reject(new Error(event.message));
  });
  const outcome = await answered;
  caller.terminate();
  expect(outcome).toEqual(expectedOutcome);
});

test("on the main thread there is UNSUPPORTED, and what to use instead", () => {
  const worker = new Worker(new URL("./echo-worker.ts", import.meta.url), { type: "module" });
  try {
    expect(() => new SyncRunner(worker)).toThrow(
      expect.objectContaining({
        code: "UNSUPPORTED",
        message: expect.stringContaining("InterpreterRunner") as unknown,
      }),
    );
  } finally {
    worker.terminate();
  }
});
