// Serves a runner that answers with its input, or never.
import { type Program, Runner } from "@lutra/runner-core";
import { servePort, workerPort } from "@lutra/runner-channel";

class EchoRunner extends Runner<Program> {
  override prepare(program: Program): Promise<Program> {
    return Promise.resolve(program);
  }

  override execute(_: Program, input: Uint8Array): Promise<Uint8Array> {
    return input[0] === 9 ? new Promise(() => {}) : Promise.resolve(input);
  }
}

servePort(new EchoRunner(), workerPort(), { transfer: true });
