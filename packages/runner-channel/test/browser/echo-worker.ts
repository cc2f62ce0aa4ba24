// Serves a runner that answers with its input, or never, or throws.
import { type Program, Runner } from "@lutra/runner-core";
import { servePort, workerPort } from "@lutra/runner-channel";

class EchoRunner extends Runner<Program> {
  override prepare(program: Program): Promise<Program> {
    return Promise.resolve(program);
  }

  override execute(_: Program, input: Uint8Array): Promise<Uint8Array> {
    if (input[0] === 10) setTimeout(throwLater);
    return input[0] === 9 || input[0] === 10 ? new Promise(() => {}) : Promise.resolve(input);
  }
}

function throwLater(): never {
  throw new RangeError("out of hand");
}

servePort(new EchoRunner(), workerPort(), { transfer: true });
