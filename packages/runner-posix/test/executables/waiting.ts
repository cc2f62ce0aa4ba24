// Answers with its input; an empty one is never answered, and told on standard error.
import { Runner } from "@lutra/runner-core";
import { servePosix } from "@lutra/runner-posix";

class WaitingRunner extends Runner<string> {
  override async prepare(): Promise<string> {
    return "handle";
  }
  override async execute(_: string, input: Uint8Array): Promise<Uint8Array> {
    if (input.length > 0) return input;
    process.stderr.write("waiting\n");
    // Keeps the process alive, as work of a database would.
    return await new Promise(() => setInterval(() => {}, 60_000));
  }
}

await servePosix(new WaitingRunner(), { maxFrameBytes: 80 * 2 ** 20 });
