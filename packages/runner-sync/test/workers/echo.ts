// Exposes a runner whose inputs also decide what becomes of a call, and of the worker.
import { type CallOptions, type Program, Runner, RunnerError } from "@lutra/runner-core";
import { exposeRunner } from "@lutra/runner-sync";
import { sharedRows } from "@lutra-internal/testing/hostile";

class FragileRunner extends Runner<Program> {
  #aborts = 0;

  override async prepare(program: Program): Promise<Program> {
    if (program.kind !== "bytecodeLt") throw new Error(`cannot execute ${program.kind}`);
    return program;
  }

  override async execute(
    _: Program,
    input: Uint8Array,
    options?: CallOptions,
  ): Promise<Uint8Array> {
    const milliseconds = (input[1] ?? 0) * 10;
    switch (input[0] ?? 0) {
      // Answers with 4 MiB.
      case 1:
        return new Uint8Array(4 << 20).fill(input[1] ?? 0);
      // Fails.
      case 2:
        throw new RunnerError("no such row", { code: "MY_CODE", cause: new TypeError("null") });
      // Answers late.
      case 3:
        await new Promise((resolve) => setTimeout(resolve, milliseconds));
        if (options?.signal?.aborted === true) this.#aborts++;
        return input;
      // Exits.
      case 4:
        return process.exit(3);
      // Fails where no one catches it.
      case 5:
        setImmediate(() => {
          throw new RangeError("out of hand");
        });
        return new Promise(() => {});
      // Keeps the thread busy.
      case 6:
        for (const end = Date.now() + milliseconds; Date.now() < end;);
        return input;
      // Tells how many late answers were for calls that had been aborted.
      case 7:
        return new Uint8Array([this.#aborts]);
      // Answers, and exits.
      case 11:
        setImmediate(() => process.exit(3));
        return input;
      // Answers with 1,000 references to the same bytes, as many KiB as the input says.
      case 9:
        return sharedRows(1000, (input[1] ?? 0) << 10);
      default:
        return input;
    }
  }

  override async getInterface(): Promise<string> {
    return "\ufefffunc grüße(): Text";
  }

  override async getExternals(): Promise<readonly string[]> {
    return ["repr:bytecode-lt", "std::fs"];
  }
}

exposeRunner(new FragileRunner());
