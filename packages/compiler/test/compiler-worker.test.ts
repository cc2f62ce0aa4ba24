import { failure } from "@lutra-internal/testing";
import { expect, test } from "vitest";
import { CompilerWorker } from "../src/compiler-worker.ts";
import { Operation } from "../src/messages.ts";

test("close rejects the call that runs and all that wait, and those that come later", async () => {
  let terminated = 0;
  const silent = {
    postMessage: () => {},
    addEventListener: () => {},
    removeEventListener: () => {},
    terminate: () => terminated++,
  };
  const worker = new CompilerWorker(() => silent, undefined, 60_000);
  const call = () => failure(worker.call({ operation: Operation.check, parts: [] }));
  const calls = [call(), call(), call()];
  worker.close();
  for (const error of await Promise.all([...calls, call()]))
    expect(error).toMatchObject({ code: "CONNECTION_CLOSED" });
  expect(terminated).toBe(1);
});
