import { type Program, Runner } from "@lutra/runner-core";
import { hostileResults } from "./results.ts";
import { hostileThrows } from "./throws.ts";

/** Action of a call: nothing of note, return one of `hostileResults`, throw or reject with one of `hostileThrows`. */
export const action = { behave: 0, return: 1, throw: 2, reject: 3, arm: 4, hang: 5 } as const;

/**
 * A runner that does what it is told, however wrong. A program says it for its `prepare` in the two bytes after its head,
 * an input for its `execute` in its first two bytes: an {@link action} and the index of a result or of something to
 * throw. `arm` keeps the action in the third byte for the next call that is neither.
 */
export class HostileRunner extends Runner<object> {
  executes: number = 0;
  #armed: readonly [action: number, index: number] = [action.behave, 0];

  override prepare(program: Program): Promise<object> {
    const [what = 0, index = 0] = program.bytes.subarray(5);
    return act(what, index, {}) as Promise<object>;
  }

  override execute(_: object, input: Uint8Array): Promise<Uint8Array> {
    this.executes++;
    const [what = 0, index = 0, next = 0] = input;
    if (what === action.arm) this.#armed = [next, index];
    return act(what, index, new Uint8Array([7])) as Promise<Uint8Array>;
  }

  override release(): Promise<void> {
    return this.#fire(undefined) as Promise<void>;
  }

  override getInterface(): Promise<string> {
    return this.#fire("func f(): Int64") as Promise<string>;
  }

  override getExternals(): Promise<readonly string[]> {
    return this.#fire(["repr:bytecode-lt"]) as Promise<readonly string[]>;
  }

  #fire(otherwise: unknown): unknown {
    const [what, index] = this.#armed;
    this.#armed = [action.behave, 0];
    return act(what, index, otherwise);
  }
}

function act(what: number, index: number, otherwise: unknown): unknown {
  switch (what) {
    case action.return:
      return hostileResults[index]!.make();
    case action.throw:
      throw hostileThrows[index]!.make();
    case action.reject:
      return Promise.reject(hostileThrows[index]!.make() as Error);
    case action.hang:
      return new Promise(() => {});
    default:
      return Promise.resolve(otherwise);
  }
}
