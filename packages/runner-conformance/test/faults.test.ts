import {
  type CallOptions,
  ErrorCode,
  isRunnerError,
  type Program,
  type Run,
  Runner,
  RunnerError,
} from "@lutra/runner-core";
import { describe, expect, test } from "vitest";
import { runCases, runnerCases } from "../src/index.ts";
import { servedRunners } from "./served/runners.ts";

/** The interpreter, with the faults that subclasses add. */
class Faulty extends Runner<unknown> {
  readonly inner: Run = servedRunners.interpreter();

  override prepare(program: Program, options?: CallOptions): Promise<unknown> {
    return this.inner.prepare(program, options);
  }

  override execute(
    prepared: unknown,
    input: Uint8Array,
    options?: CallOptions,
  ): Promise<Uint8Array> {
    return this.inner.execute(prepared, input, options);
  }

  override release(prepared: unknown): Promise<void> {
    return this.inner.release(prepared);
  }

  override getExternals(): Promise<readonly string[]> {
    return this.inner.getExternals();
  }

  override shutdown(): Promise<void> {
    return this.inner.shutdown();
  }
}

class TwoKinds extends Faulty {
  override async getExternals(): Promise<readonly string[]> {
    return ["repr:sql-pg", "repr:bytecode-lt"];
  }
}

class WritesInput extends Faulty {
  override async execute(
    prepared: unknown,
    input: Uint8Array,
    options?: CallOptions,
  ): Promise<Uint8Array> {
    const output = await this.inner.execute(prepared, input, options);
    const copy = output.slice();
    input.fill(0);
    return copy;
  }
}

class SharesOutput extends Faulty {
  readonly #buffer = new Uint8Array(2 ** 20);
  override async execute(
    prepared: unknown,
    input: Uint8Array,
    options?: CallOptions,
  ): Promise<Uint8Array> {
    const output = await this.inner.execute(prepared, input, options);
    this.#buffer.set(output);
    return this.#buffer.subarray(0, output.length);
  }
}

class NeverReleases extends Faulty {
  override async release(): Promise<void> {}
}

class ReleasesOnce extends Faulty {
  readonly #released = new Set<unknown>();
  override async release(prepared: unknown): Promise<void> {
    if (this.#released.has(prepared)) throw new RunnerError("released before");
    this.#released.add(prepared);
    await this.inner.release(prepared);
  }
}

class OneHandle extends Faulty {
  #handle: unknown;
  #bytes: Uint8Array | undefined;
  override async prepare(program: Program): Promise<unknown> {
    if (this.#bytes !== program.bytes) this.#handle = await this.inner.prepare(program);
    this.#bytes = program.bytes;
    return this.#handle;
  }
}

/** Changes the errors of `execute`. */
abstract class ChangesErrors extends Faulty {
  protected abstract changed(error: unknown, options: CallOptions | undefined): unknown;

  override async execute(
    prepared: unknown,
    input: Uint8Array,
    options?: CallOptions,
  ): Promise<Uint8Array> {
    try {
      return await this.inner.execute(prepared, input, options);
    } catch (error) {
      throw this.changed(error, options);
    }
  }
}

class NoCodes extends ChangesErrors {
  override changed(error: unknown): unknown {
    return isRunnerError(error) ? new RunnerError(error.message) : error;
  }
}

class ThrowsPlainErrors extends ChangesErrors {
  override changed(cause: unknown): unknown {
    return new TypeError("no input", { cause });
  }
}

class WrapsReasons extends ChangesErrors {
  override changed(cause: unknown, options: CallOptions | undefined): unknown {
    if (options?.signal?.aborted !== true) return cause;
    return new RunnerError("aborted", { code: ErrorCode.TIMEOUT, cause });
  }
}

class KeepsListening extends Faulty {
  override execute(
    prepared: unknown,
    input: Uint8Array,
    options?: CallOptions,
  ): Promise<Uint8Array> {
    options?.signal?.addEventListener("abort", () => {});
    return this.inner.execute(prepared, input, options);
  }
}

class SwapsOutputs extends Faulty {
  #previous: Promise<Uint8Array> | undefined;
  override async execute(
    prepared: unknown,
    input: Uint8Array,
    options?: CallOptions,
  ): Promise<Uint8Array> {
    const call = this.inner.execute(prepared, input, options);
    const before = this.#previous;
    this.#previous = call;
    await call;
    const isAlone = this.#previous === call;
    if (isAlone) this.#previous = undefined;
    return isAlone || before === undefined ? await call : await before;
  }
}

class NeverEnds extends Faulty {
  override async shutdown(): Promise<void> {}
}

class FinishesFirst extends Faulty {
  readonly #calls: Promise<Uint8Array>[] = [];
  override execute(
    prepared: unknown,
    input: Uint8Array,
    options?: CallOptions,
  ): Promise<Uint8Array> {
    const call = this.inner.execute(prepared, input, options);
    this.#calls.push(call);
    return call;
  }
  override async shutdown(): Promise<void> {
    await Promise.allSettled(this.#calls);
    await this.inner.shutdown();
  }
}

class LosesDigits extends Faulty {
  override async execute(
    prepared: unknown,
    input: Uint8Array,
    options?: CallOptions,
  ): Promise<Uint8Array> {
    const output = await this.inner.execute(prepared, input, options);
    if (output.length !== 8) return output;
    const view = new DataView(output.buffer, output.byteOffset);
    view.setBigInt64(0, BigInt(Number(view.getBigInt64(0, true))), true);
    return output;
  }
}

const faults: readonly (readonly [fault: string, make: new () => Run, caseName: string])[] = [
  ["names two kinds of programs", TwoKinds, "getExternals names the kind of program that the runner executes, and no other"],
  ["writes into its inputs", WritesInput, "an input is only read, and from where it lies in its buffer"],
  ["uses one buffer for all outputs", SharesOutput, "an output stays as it is when later calls follow"],
  ["never releases", NeverReleases, "a released handle is refused with PROGRAM_NOT_FOUND"],
  ["refuses a second release", ReleasesOnce, "releasing a handle twice, or after shutdown, does nothing"],
  ["gives one handle twice", OneHandle, "a program that is prepared twice has two handles, each of its own life"],
  ["gives no codes", NoCodes, "a program that fails ends with EXECUTION_ERROR and says why"],
  ["throws errors of no class of its interface", ThrowsPlainErrors, "a malformed input harms no call but its own"],
  ["wraps the reasons of aborts", WrapsReasons, "a call whose signal is aborted already rejects with the signal's reason"],
  ["wraps the reasons of aborts", WrapsReasons, "a call that is aborted at any time ends as its program does, or with the reason"],
  ["wraps the reasons of aborts", WrapsReasons, "calls that are aborted while they wait reject with the reason, and later calls get their own outputs"],
  ["keeps listening to signals", KeepsListening, "a call that has settled leaves no listener on its signal"],
  ["swaps outputs of calls that overlap", SwapsOutputs, "100 executes of one program overlap, and each gets its own output"],
  ["goes on after shutdown", NeverEnds, "calls after shutdown fail"],
  ["waits at its shutdown for all calls", FinishesFirst, "a shutdown ends calls in flight instead of waiting for all of them"],
  ["loses digits", LosesDigits, "Int64 beyond 2^53"],
]; // prettier-ignore

const cases = runnerCases("bytecodeLt");

describe("a faulty runner is found out", () => {
  test.each(faults)("that %s", async (_, make, caseName) => {
    const connect = async (): Promise<Run> => new make();
    const found = cases.filter(({ name }) => name === caseName);
    const results = await runCases(found, { kind: "bytecodeLt", connect });
    expect(results.map(({ outcome }) => outcome)).toEqual(["failed"]);
  });

  // Vitest fails for a rejection that no one awaited, which would end other processes.
  test.each(faults)("that %s, and the kit goes on", async (_, make) => {
    const connect = async (): Promise<Run> => new make();
    const groups = new Set(["abort", "concurrency", "handles", "shutdown"]);
    const overlapping = cases.filter(({ group }) => groups.has(group));
    const results = await runCases(overlapping, { kind: "bytecodeLt", connect });
    expect(results).toHaveLength(overlapping.length);
  });

  test("and the same runner without a fault passes", async () => {
    const connect = async (): Promise<Run> => new Faulty();
    const results = await runCases(cases, { kind: "bytecodeLt", connect });
    expect(results.filter(({ outcome }) => outcome !== "passed")).toEqual([]);
  });
});
