// Its worker: exposes a runner that answers with its input.
import { type Program, Runner } from "@lutra/runner-core";
import { exposeRunner } from "@lutra/runner-sync";

class EchoRunner extends Runner<Program> {
  override prepare(program: Program): Promise<Program> {
    return Promise.resolve(program);
  }

  override execute(_: Program, input: Uint8Array): Promise<Uint8Array> {
    return Promise.resolve(input);
  }
}

exposeRunner(new EchoRunner());
