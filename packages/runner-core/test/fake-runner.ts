import { type CallOptions, type Program, Runner } from "../src/index.ts";

/** Call that waits, and the functions by which a test settles it. */
export interface Waiting {
  readonly name: string;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (value: Uint8Array) => void;
  readonly reject: (reason: unknown) => void;
}

/** A runner that answers with the reversed input, records its calls, and can be made to wait or fail. */
export class FakeRunner extends Runner<string> {
  readonly calls: string[] = [];
  readonly waiting: Waiting[] = [];
  readonly held: Set<string> = new Set();
  /** Programs whose first byte after the tag is 1 fail to prepare with this. */
  prepareFailure: unknown = new Error("no such table");
  /** `true` if executes wait for the test. */
  holdExecutes: boolean = false;
  #count = 0;

  override async prepare(program: Program): Promise<string> {
    const handle = `p${this.#count++}`;
    this.calls.push(`prepare ${handle}`);
    await Promise.resolve();
    if (program.bytes[5] === 1) throw this.prepareFailure;
    this.held.add(handle);
    return handle;
  }

  override async execute(
    handle: string,
    input: Uint8Array,
    options?: CallOptions,
  ): Promise<Uint8Array> {
    this.calls.push(`execute ${handle}`);
    if (input[0] === 0xff) throw new Error("division by zero");
    if (!this.holdExecutes) return input.toReversed();
    return new Promise((resolve, reject) => {
      const signal = options?.signal;
      signal?.addEventListener("abort", () => reject(signal.reason as Error));
      this.waiting.push({ name: handle, signal, resolve, reject });
    });
  }

  override async release(handle: string): Promise<void> {
    this.calls.push(`release ${handle}`);
    this.held.delete(handle);
  }

  override async getInterface(): Promise<string> {
    return "func f(): Int64";
  }

  override async getExternals(): Promise<readonly string[]> {
    return ["repr:bytecode-lt"];
  }
}

/** Returns bytes that pass for a program; with `fails`, one that {@link FakeRunner} refuses. */
export function programBytes(fails = false): Uint8Array {
  return new Uint8Array([2, 4, 0, 0, 0, fails ? 1 : 0]);
}
