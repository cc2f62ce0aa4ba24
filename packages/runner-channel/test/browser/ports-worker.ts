// Serves every port that it is sent; inputs of 9 are never answered.
import { type Program, Runner } from "@lutra/runner-core";
import { servePort } from "@lutra/runner-channel";

class EchoRunner extends Runner<Program> {
  override prepare(program: Program): Promise<Program> {
    return Promise.resolve(program);
  }

  override execute(_: Program, input: Uint8Array): Promise<Uint8Array> {
    return input[0] === 9 ? new Promise(() => {}) : Promise.resolve(input);
  }
}

const runner = new EchoRunner();
addEventListener("message", ({ data }) => void servePort(runner, data as MessagePort));
