import { createChannel } from "@lutra/runner-channel";
import { type CallOptions, type Program, type Run, Runner, RunnerError } from "@lutra/runner-core";
import { expect, test } from "vitest";
import { ProbeRunner, runCases, transportCases, type TransportSubject } from "../src/index.ts";

type Prepared = Awaited<ReturnType<ProbeRunner["prepare"]>>;

class NeverReleases extends ProbeRunner {
  override async release(): Promise<void> {}
}

class NeverAborts extends ProbeRunner {
  override execute(prepared: Prepared, input: Uint8Array): Promise<Uint8Array> {
    return super.execute(prepared, input);
  }
}

class ChangesBytes extends ProbeRunner {
  override async execute(
    prepared: Prepared,
    input: Uint8Array,
    options?: CallOptions,
  ): Promise<Uint8Array> {
    const output = await super.execute(prepared, input, options);
    return output.map((byte, i) => (i === 50_000 ? byte ^ 1 : byte));
  }
}

/** Exchanges the first two blocks of 256 bytes. */
class SwapsBlocks extends ProbeRunner {
  override async execute(
    prepared: Prepared,
    input: Uint8Array,
    options?: CallOptions,
  ): Promise<Uint8Array> {
    const output = await super.execute(prepared, input, options);
    if (output.length < 512) return output;
    return new Uint8Array([
      ...output.subarray(256, 512),
      ...output.subarray(0, 256),
      ...output.subarray(512),
    ]);
  }
}

class CutsPrograms extends ProbeRunner {
  override prepare({ kind, bytes }: Program): Promise<Prepared> {
    const padded = new Uint8Array([...bytes, 0x20]);
    return super.prepare({ kind, bytes: padded });
  }
}

/** Gives a call the output of the one before it. */
class SwapsOutputs extends ProbeRunner {
  #last: Uint8Array | undefined;

  override async execute(
    prepared: Prepared,
    input: Uint8Array,
    options?: CallOptions,
  ): Promise<Uint8Array> {
    const output = await super.execute(prepared, input, options);
    const swapped = this.#last ?? output;
    this.#last = output;
    return swapped;
  }
}

class DropsCodes extends ProbeRunner {
  override async prepare(program: Program): Promise<Prepared> {
    try {
      return await super.prepare(program);
    } catch (error) {
      throw new RunnerError((error as Error).message);
    }
  }

  override async execute(
    prepared: Prepared,
    input: Uint8Array,
    options?: CallOptions,
  ): Promise<Uint8Array> {
    try {
      return await super.execute(prepared, input, options);
    } catch (error) {
      throw new RunnerError((error as Error).message);
    }
  }
}

/** A client that looks at the signal of a call only once the answer is there. */
class AbortsLate extends Runner<unknown> {
  readonly #client: Run;

  constructor(client: Run) {
    super();
    this.#client = client;
  }

  override prepare(program: Program): Promise<unknown> {
    return this.#client.prepare(program);
  }

  override async execute(
    prepared: unknown,
    input: Uint8Array,
    options?: CallOptions,
  ): Promise<Uint8Array> {
    const output = await this.#client.execute(prepared, input);
    options?.signal?.throwIfAborted();
    return output;
  }

  override shutdown(): Promise<void> {
    return this.#client.shutdown();
  }
}

/** Serves a runner through a channel, as the transport with a fault would let its callers see it. */
function subjectOf(
  Faulty: new () => ProbeRunner,
  clientOf: (client: Run) => Run = (client) => client,
): TransportSubject {
  return {
    serve: async () => {
      const runner = new Faulty();
      const channels: ReturnType<typeof createChannel>[] = [];
      return {
        connect: async () => {
          const made = createChannel(runner);
          channels.push(made);
          return clientOf(made.client);
        },
        close: async () => {
          await Promise.all(channels.map((each) => each.close()));
          await runner.shutdown();
        },
      };
    },
  };
}

test.each<readonly [fault: string, Faulty: new () => ProbeRunner, caseName: string]>([
  ["never releases", NeverReleases, "a release reaches the runner"],
  ["never releases", NeverReleases, "run leaves nothing prepared, also when the program fails"],
  ["never releases", NeverReleases, "a client that goes leaves the others alone, and no handles"],
  ["never aborts", NeverAborts, "a client that goes leaves the others alone, and no handles"],
  ["never aborts", NeverAborts, "an abort reaches the runner"],
  [
    "changes a byte",
    ChangesBytes,
    "inputs and outputs arrive as they were sent, whatever their size",
  ],
  ["swaps blocks", SwapsBlocks, "inputs and outputs arrive as they were sent, whatever their size"],
  ["changes programs", CutsPrograms, "programs arrive as they were sent"],
  ["swaps outputs", SwapsOutputs, "of 1000 calls by 50 callers none is lost and none is swapped"],
  [
    "swaps outputs",
    SwapsOutputs,
    "calls that fail, are given up or cut off at any time settle, each with an end of its own",
  ],
  ["drops codes", DropsCodes, "an execution's error arrives with its message and its code"],
  ["drops codes", DropsCodes, "a refusal arrives with its message and its code"],
])("a transport that %s is found out", async (_, Faulty, caseName) => {
  const cases = transportCases.filter(({ name }) => name === caseName);
  const results = await runCases(cases, subjectOf(Faulty), { timeoutMs: 3000 });
  expect(results.map(({ outcome }) => outcome)).toEqual(["failed"]);
});

test("a client whose aborts wait for the answer is found out", async () => {
  const cases = transportCases.filter(({ name }) => name === "an abort ends the wait at once");
  const subject = subjectOf(ProbeRunner, (client) => new AbortsLate(client));
  const [result] = await runCases(cases, subject, { timeoutMs: 3000 });
  expect(result).toMatchObject({
    outcome: "failed",
    message: "the abort waited for an answer",
  });
});
