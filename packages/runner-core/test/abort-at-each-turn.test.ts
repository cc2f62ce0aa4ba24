import { abortAtEachTurn, until } from "@lutra-internal/testing";
import { program } from "@lutra-internal/testing/programs";
import { unit } from "@lutra/bin";
import { describe, expect, test } from "vitest";
import { embeddedProgram, ModuleClient, portableProgram } from "../src/generated.ts";
import { type CallOptions, type Program, Runner, RunnerError, typedProgram } from "../src/index.ts";
import { reconnecting } from "../src/reconnecting.ts";

/** A runner whose calls take some turns, in each of which they heed their signal, and fail as told: `execute:CODE`. */
class SlowRunner extends Runner<null> {
  /** Programs that are prepared and not yet released. */
  held = 0;
  readonly #faults: readonly string[];

  constructor(faults: readonly string[]) {
    super();
    this.#faults = faults;
  }

  override async prepare(_program: Program, options?: CallOptions): Promise<null> {
    await this.#take("prepare", options);
    this.held++;
    return null;
  }

  override async execute(_: null, input: Uint8Array, options?: CallOptions): Promise<Uint8Array> {
    await this.#take("execute", options);
    return input;
  }

  override async release(): Promise<void> {
    this.held--;
    await this.#take("release");
  }

  override async getExternals(): Promise<readonly string[]> {
    await this.#take("externals");
    return ["repr:bytecode-lt"];
  }

  override async shutdown(): Promise<void> {
    await this.#take("shutdown");
  }

  async #take(call: string, options?: CallOptions): Promise<void> {
    for (let turn = 0; turn < 4; turn++) {
      await Promise.resolve();
      options?.signal?.throwIfAborted();
    }
    const fault = this.#faults.find((each) => each.startsWith(call));
    if (fault !== undefined) throw new RunnerError(fault, { code: fault.split(":")[1]! });
  }
}

const nothing = portableProgram(unit, unit, [
  embeddedProgram("bytecodeLt", "01".repeat(32), () => "AgQAAAA="),
]);

class NothingClient extends ModuleClient {
  nothing(options: CallOptions): Promise<void> {
    return this.call(nothing, undefined, options);
  }
}

describe.each([
  [[]],
  [["prepare:PREPARE_ERROR"]],
  [["execute:EXECUTION_ERROR"]],
  [["release:EXECUTION_ERROR"]],
  [["externals:EXECUTION_ERROR"]],
  [["prepare:CONNECTION_CLOSED", "shutdown:EXECUTION_ERROR"]],
  [["execute:CONNECTION_CLOSED", "release:CONNECTION_CLOSED"]],
  [["execute:PROGRAM_NOT_FOUND", "release:PROGRAM_NOT_FOUND"]],
  [["execute:SERVER_ENDING", "shutdown:CONNECTION_CLOSED"]],
])("an abort at any time, of calls with the faults %j, ends the call alone", (faults) => {
  /** Aborts calls on a runner of their own, and checks that these hold no programs in the end. */
  async function expectAborts(
    call: (runner: SlowRunner, signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const runners: SlowRunner[] = [];
    const aborted = await abortAtEachTurn((signal) => {
      const runner = new SlowRunner(faults);
      runners.push(runner);
      return call(runner, signal);
    });
    expect(aborted).toBeGreaterThan(3);
    await until(() => runners.every(({ held }) => held === 0));
  }

  test("of a runner", async () => {
    const typed = typedProgram(program, unit, unit);
    await expectAborts((runner, signal) => runner.run(typed, undefined, { signal }));
  });

  test("of a module", async () => {
    await expectAborts(async (runner, signal) => {
      const client = new NothingClient(runner);
      try {
        await client.nothing({ signal });
      } finally {
        client[Symbol.asyncDispose]().catch(() => {});
      }
    });
  });

  test("over connections that may be lost", async () => {
    await expectAborts(async (runner, signal) => {
      const client = reconnecting(async () => runner, { maxRetries: 0 });
      try {
        const prepared = await client.prepare(program, { signal });
        try {
          await client.execute(prepared, new Uint8Array(), { signal });
        } finally {
          await client.release(prepared);
        }
      } finally {
        client.shutdown().catch(() => {});
      }
    });
  });
});
