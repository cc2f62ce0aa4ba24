import { Worker } from "node:worker_threads";
import {
  action,
  type HostileResult,
  type HostileThrow,
  hostileResults,
  hostileThrows,
} from "@lutra-internal/testing/hostile";
import { failure, runnerFailure } from "@lutra-internal/testing";
import { AsyncRunner } from "@lutra/runner-async";
import { connectPort, servePort } from "@lutra/runner-channel";
import { programFromBytes, type Program, type Run, type RunnerError } from "@lutra/runner-core";
import { SyncRunner } from "@lutra/runner-sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Bundles } from "./bundle.ts";
import { servedRunners } from "./served/runners.ts";
import { transports } from "./transports.ts";

/** A way to a runner that is in use for all tests of a block: none of them may end it. */
interface Way {
  readonly name: string;
  readonly open: () => Promise<Run>;
}

const bundles = new Bundles();
const closers: (() => unknown)[] = [];
afterAll(async () => {
  for (const close of closers.toReversed()) await close();
  bundles.remove();
});

const ways: readonly Way[] = [
  ...transports(bundles.bundle)
    .filter(({ name }) => name !== "http")
    .map(({ name, serve }) => ({
      name,
      async open() {
        const server = await serve("hostile");
        closers.push(() => server.close());
        return server.connect();
      },
    })),
  {
    name: "ports of one thread",
    async open() {
      const { port1, port2 } = new MessageChannel();
      servePort(servedRunners.hostile(), port1);
      return connectPort(port2);
    },
  },
  {
    name: "a thread that blocks",
    open: async () =>
      new AsyncRunner(
        new SyncRunner(new Worker(bundles.bundle("sync-worker"), { workerData: "hostile" })),
      ),
  },
];

const program = (...what: readonly number[]): Program =>
  programFromBytes(new Uint8Array([2, 4, 0, 0, 0, ...what]));

const results = hostileResults.map((each, index) => ({ ...each, index }));
const throws = hostileThrows.map((each, index) => ({ ...each, index }));

/** Asserts what a call fails with that was made to throw. */
async function expectThrown(
  call: Promise<unknown>,
  thrown: HostileThrow,
  code?: string,
): Promise<void> {
  const error = await runnerFailure(call);
  expect(error.message.slice(0, thrown.display.length)).toBe(thrown.display);
  expect(error.message.length).toBeLessThan(17_000);
  expect(error.code).toBe(thrown.code ?? code);
}

describe.each(ways)("by $name", ({ open }) => {
  let runner: Run;
  let prepared: unknown;
  beforeAll(async () => {
    runner = await open();
    closers.push(() => runner.shutdown());
    prepared = await runner.prepare(program());
  });

  const execute = (...input: readonly number[]): Promise<Uint8Array> =>
    runner.execute(prepared, new Uint8Array(input));
  const expectAlive = async (): Promise<void> =>
    expect(Array.from(await execute(action.behave))).toEqual([7]);
  const arm = (what: number, index: number): Promise<Uint8Array> =>
    execute(action.arm, index, what);

  const isOutput = ({ output }: HostileResult): boolean => output !== undefined;

  test.each(results.filter(isOutput))("an execute that returns $name", async (result) => {
    const output = await execute(action.return, result.index);
    expect(Array.from(output)).toEqual(result.output);
    await expectAlive();
  });

  test.each(results.filter((each) => !isOutput(each)))(
    "an execute that wrongly returns $name",
    async ({ index, named }) => {
      const error = await runnerFailure(execute(action.return, index));
      expect(error.code).toBe("EXECUTION_ERROR");
      expect(error.message).toContain(named);
      await expectAlive();
    },
  );

  test.each(results)("an interface, and externals, of $name", async ({ index, name }) => {
    await arm(action.return, index);
    const isRight = name === "a string";
    const source = await runner.getInterface().catch((error: Error) => error.name);
    expect(source).toBe(isRight ? "abc" : "RunnerError");
    await arm(action.return, index);
    // An array of numbers, in the table.
    expect(await failure(runner.getExternals())).toBeInstanceOf(Error);
    await expectAlive();
    expect(await runner.getInterface()).toBe("func f(): Int64");
    expect(await runner.getExternals()).toEqual(["repr:bytecode-lt"]);
  });

  test.each(results)("a handle, and a release, of $name", async ({ index }) => {
    // A handle may be anything; only what cannot be awaited fails.
    const handled = await runner.prepare(program(action.return, index)).then(
      (handle) => runner.release(handle),
      (error: RunnerError) => error.code,
    );
    expect([undefined, "PREPARE_ERROR"]).toContain(handled);
    const other = await runner.prepare(program());
    await arm(action.return, index);
    const released = await runner.release(other).catch((error: Error) => error.name);
    expect([undefined, "RunnerError"]).toContain(released);
    await expectAlive();
  });

  test.each(throws)("calls that throw, or reject with, $name", async (thrown) => {
    for (const what of [action.throw, action.reject]) {
      await expectThrown(runner.prepare(program(what, thrown.index)), thrown, "PREPARE_ERROR");
      await expectThrown(execute(what, thrown.index), thrown, "EXECUTION_ERROR");
      await arm(what, thrown.index);
      await expectThrown(runner.getInterface(), thrown);
      await arm(what, thrown.index);
      await expectThrown(runner.getExternals(), thrown);
      const other = await runner.prepare(program());
      await arm(what, thrown.index);
      await expectThrown(runner.release(other), thrown);
    }
    await expectAlive();
  });
});
