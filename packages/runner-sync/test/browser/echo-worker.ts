// Exposes a runner that answers with its input, unless that is a command.
import { type Program, Runner } from "@lutra/runner-core";
import { exposeRunner } from "@lutra/runner-sync";
import { closes, crashes, hangs } from "./commands.ts";

class EchoRunner extends Runner<Program> {
  /** Replies to the call before, if that hangs. */
  #answerLate = (): void => {};

  override prepare(program: Program): Promise<Program> {
    if (program.kind === "bytecodeLt") return Promise.resolve(program);
    return Promise.reject(new Error(`cannot execute ${program.kind}`));
  }

  override execute(_: Program, input: Uint8Array): Promise<Uint8Array> {
    this.#answerLate();
    if (isCommand(input, crashes)) {
      setTimeout(() => {
        throw new RangeError("out of hand");
      }, 0);
    }
    if (isCommand(input, closes)) close();
    if ([hangs, crashes, closes].every((command) => !isCommand(input, command)))
      return Promise.resolve(input);
    return new Promise((resolve) => {
      this.#answerLate = () => resolve(hangs);
    });
  }
}

function isCommand(input: Uint8Array, command: Uint8Array): boolean {
  return input.length === command.length && input.every((byte, i) => byte === command[i]);
}

exposeRunner(new EchoRunner());
