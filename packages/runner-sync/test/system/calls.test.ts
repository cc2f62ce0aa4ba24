import { expect, test } from "vitest";
import { SyncRunner } from "../../src/index.ts";
import { startWorker } from "../support/start-worker.ts";
import { wrongAnswers } from "../support/wrong-answers.ts";

// Two threads that take turns are slow on a machine that is busy otherwise.
test("100,000 calls get their own answers", { timeout: 300_000 }, () => {
  using runner = new SyncRunner(startWorker("echo.ts"));
  expect(wrongAnswers(runner, 100_000)).toBe(0);
});
