import { joinBlock, splitBlock } from "./block.ts";
import type { RequestMessage } from "./messages.ts";

/** Functions that `rust/src/host.rs` exports. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  lutra_start(): void;
  lutra_allocate(length: number): number;
  lutra_handle(operation: number, address: number, length: number): bigint;
  lutra_free(address: number, length: number): void;
}

/** Thrown where the compiler panicked or its stack overflowed; the instance cannot be used any more. */
export class CompilerCrash extends Error {
  override readonly name = "CompilerCrash" as const;
}

/** One instance of the compiler. It keeps the project that it checked last. */
export class CompilerInstance {
  readonly #exports: Exports;
  #panic: string | undefined;

  constructor(module: WebAssembly.Module) {
    const panicked = (address: number, length: number): void => {
      this.#panic = new TextDecoder().decode(
        new Uint8Array(this.#exports.memory.buffer, address, length),
      );
    };
    const instance = new WebAssembly.Instance(module, { host: { panicked } });
    this.#exports = instance.exports as unknown as Exports;
    this.#exports.lutra_start();
  }

  /**
   * Handles a request and returns the parts of its response.
   *
   * @throws CompilerCrash with the compiler's own text
   */
  handle({ operation, parts }: RequestMessage): Uint8Array<ArrayBuffer>[] {
    try {
      const request = joinBlock(parts);
      const address = this.#exports.lutra_allocate(request.length);
      new Uint8Array(this.#exports.memory.buffer, address, request.length).set(request);
      const response = BigInt.asUintN(
        64,
        this.#exports.lutra_handle(operation, address, request.length),
      );
      const [at, length] = [Number(response >> 32n), Number(response & 0xffff_ffffn)];
      const result = splitBlock(new Uint8Array(this.#exports.memory.buffer, at, length));
      this.#exports.lutra_free(at, length);
      return result;
    } catch (error) {
      throw new CompilerCrash(this.#panic ?? String(error), { cause: error });
    }
  }
}
