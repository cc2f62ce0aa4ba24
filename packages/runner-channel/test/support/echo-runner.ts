import { type CallOptions, type Program, Runner } from "@lutra/runner-core";

/** A call that waits for the test. */
export interface HeldCall {
  readonly input: Uint8Array;
  readonly finish: (output?: Uint8Array) => void;
}

/** A runner that answers with its input, counts its handles, and can be made to fail or to wait. */
export class EchoRunner extends Runner<{ released: boolean }> {
  prepares: number = 0;
  releases: number = 0;
  shutdowns: number = 0;
  executes: number = 0;
  aborts: number = 0;
  /** Whether executes wait in `held`. */
  hold: boolean = false;
  readonly held: HeldCall[] = [];

  override async prepare(program: Program): Promise<{ released: boolean }> {
    if (program.kind !== "bytecodeLt") throw new Error(`cannot execute ${program.kind}`);
    this.prepares++;
    return { released: false };
  }

  override async execute(
    handle: { released: boolean },
    input: Uint8Array,
    options?: CallOptions,
  ): Promise<Uint8Array> {
    this.executes++;
    if (handle.released) throw new Error("released");
    if (input[0] === 0xff) throw new Error("boom");
    if (!this.hold) return input;
    return new Promise((resolve, reject) => {
      const signal = options?.signal;
      const onAbort = (): void => {
        this.aborts++;
        reject(signal?.reason as Error);
      };
      signal?.addEventListener("abort", onAbort, { once: true });
      this.held.push({
        input,
        finish: (output = input) => {
          signal?.removeEventListener("abort", onAbort);
          resolve(output);
        },
      });
    });
  }

  override async release(handle: { released: boolean }): Promise<void> {
    if (handle.released) throw new Error("released twice");
    handle.released = true;
    this.releases++;
  }

  override async getInterface(): Promise<string> {
    return "func f(): Int64";
  }

  override async getExternals(): Promise<readonly string[]> {
    return ["repr:bytecode-lt", "std::fs"];
  }

  override async shutdown(): Promise<void> {
    this.shutdowns++;
  }
}
