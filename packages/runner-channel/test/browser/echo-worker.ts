// Serves a runner that answers with its input, or when its caller is gone, or throws.
import { type CallOptions, type Program, Runner } from "@lutra/runner-core";
import { servePort, workerPort } from "@lutra/runner-channel";

class EchoRunner extends Runner<Program> {
  override prepare(program: Program): Promise<Program> {
    return Promise.resolve(program);
  }

  override async execute(
    _: Program,
    input: Uint8Array,
    { signal }: CallOptions = {},
  ): Promise<Uint8Array> {
    if (input[0] === 10) setTimeout(throwLater);
    if (input[0] === 9 || input[0] === 10)
      await new Promise((_resolve, reject) => signal?.addEventListener("abort", reject));
    return input;
  }
}

function throwLater(): never {
  throw new RangeError("out of hand");
}

const { closed } = servePort(new EchoRunner(), workerPort(), { transfer: true });
// Its client does not listen any more.
void closed.then((error) => postMessage({ endedBy: error?.message ?? "its client" }));
