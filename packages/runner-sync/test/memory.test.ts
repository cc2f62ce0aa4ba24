import { createCosts, usedBytes } from "@lutra-internal/testing";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { SyncRunner } from "../src/index.ts";
import { program } from "@lutra-internal/testing/programs";
import { startWorker } from "./support/start-worker.ts";

/** Maximum memory that either thread holds for each byte of the largest message. */
const maxMultiple = 3;
const largest = 16 * 1024 * 1024;

const costs = createCosts("messages between threads");
afterAll(() => costs.write());

interface Measured {
  readonly runner: SyncRunner;
  /** Makes a call with an input of a size, for an output of a size. */
  readonly call: (inputBytes: number, outputBytes: number) => number;
  /** Returns the memory that stays, of the caller and of the worker: buffers are freed some time after a collection. */
  readonly held: () => readonly [caller: number, worker: number];
}

async function start(): Promise<Measured> {
  const runner = new SyncRunner(startWorker("memory.ts"));
  await runner.ready;
  const prepared = runner.prepareSync(program);
  return {
    runner,
    call: (inputBytes, outputBytes) => {
      const input = new Uint8Array(inputBytes);
      new DataView(input.buffer).setUint32(0, outputBytes, true);
      return runner.executeSync(prepared, input).length;
    },
    held: () => {
      const looks = Array.from({ length: 8 }, () => {
        const output = runner.executeSync(prepared, new Uint8Array(8));
        return { caller: usedBytes(), worker: new Float64Array(output.slice().buffer)[0]! };
      });
      const least = (side: "caller" | "worker"): number =>
        Math.min(...looks.map((look) => look[side]));
      return [least("caller"), least("worker")];
    },
  };
}

describe("memory of a mailbox is a small multiple of its largest message", () => {
  test.each([
    ["inputs", largest, 8],
    ["outputs, which are fetched again", 8, largest],
    ["both", largest, largest],
  ])("%s", async (_, inputBytes, outputBytes) => {
    const { runner, call, held } = await start();
    onTestFinished(() => runner.shutdownSync());
    const before = held();
    // Another mailbox would be taken for each, if one stayed too small.
    for (let i = 0; i < 5; i++) expect(call(inputBytes, outputBytes)).toBe(outputBytes);
    held().forEach((bytes, i) => {
      costs.note(largest, bytes - before[i]!);
      expect((bytes - before[i]!) / largest).toBeLessThan(maxMultiple);
    });
  });
});

describe("memory of a mailbox does not grow", () => {
  let measured: Measured;
  beforeAll(async () => {
    measured = await start();
  });
  afterAll(() => measured.runner.shutdownSync());

  test("by many small messages", () => {
    const { call, held } = measured;
    const calls = 20_000;
    for (let i = 0; i < 2000; i++) call(8, 1);
    const before = held();
    for (let i = 0; i < calls; i++) call(8, 1);
    held().forEach((bytes, i) => {
      expect((bytes - before[i]!) / calls).toBeLessThan(8);
    });
  });

  test("by programs that are released", () => {
    const { runner, held } = measured;
    const rounds = 2000;
    const prepareAll = (count: number): void => {
      for (let i = 0; i < count; i++) runner.releaseSync(runner.prepareSync(program));
    };
    prepareAll(200);
    const before = held();
    prepareAll(rounds);
    held().forEach((bytes, i) => {
      expect((bytes - before[i]!) / rounds).toBeLessThan(64);
    });
  });
});
