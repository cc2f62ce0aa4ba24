// Serves a runner whose inputs also decide how the worker ends.
import { type Program, Runner } from "@lutra/runner-core";
import { servePort, workerPort } from "@lutra/runner-channel";

class FragileRunner extends Runner<Program> {
  override async prepare(program: Program): Promise<Program> {
    return program;
  }

  override execute(_: Program, input: Uint8Array): Promise<Uint8Array> {
    if (input[0] === 1) process.exit(3);
    if (input[0] === 2)
      setImmediate(() => {
        throw new RangeError("out of hand");
      });
    // Anything above 0 is never answered.
    return input[0] === 0 ? Promise.resolve(input) : new Promise(() => {});
  }
}

servePort(new FragileRunner(), workerPort(), { transfer: true });
