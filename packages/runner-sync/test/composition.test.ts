import { AsyncRunner } from "@lutra/runner-async";
import { BinaryClient, serveBinary } from "@lutra/runner-binary";
import { isRunnerError, type Program, programFromBytes, type Run } from "@lutra/runner-core";
import { InterpreterRunner } from "@lutra/runner-interpreter";
import { bytesFromHex, hexFromBytes, programCases, showcase } from "@lutra-internal/fixtures";
import { expect, test } from "vitest";
import { SyncRunner } from "../src/index.ts";
import { program, refusedProgram } from "@lutra-internal/testing/programs";
import { startWorker } from "./support/start-worker.ts";

/** Returns programs with inputs: every one that the interpreter has, each also with an input that is cut off. */
function* works(): Iterable<readonly [name: string, program: Program, input: Uint8Array]> {
  for (const { name, interpreter, input } of programCases()) {
    if (interpreter.program_hex === undefined) continue;
    const program = programFromBytes(bytesFromHex(interpreter.program_hex));
    const bytes = bytesFromHex(input.hex);
    yield [name, program, bytes];
    yield [`${name}, cut off`, program, bytes.subarray(0, bytes.length >> 1)];
  }
  const { bytecodeLt, input } = showcase("movie-search");
  yield ["movie-search", programFromBytes(bytecodeLt as Uint8Array), input];
  yield ["a program of another kind", refusedProgram, new Uint8Array()];
  yield ["a broken program", program, new Uint8Array()];
}

/** Returns the results of a runner for every method. */
async function report(runner: Run): Promise<Readonly<Record<string, unknown>>> {
  const answers: Record<string, unknown> = {
    interface: await runner.getInterface(),
    externals: await runner.getExternals(),
  };
  for (const [name, program, input] of works()) {
    try {
      const prepared = await runner.prepare(program);
      try {
        answers[name] = hexFromBytes(await runner.execute(prepared, input));
      } finally {
        await runner.release(prepared);
      }
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      answers[name] = [isRunnerError(error) ? error.code : undefined, error.message];
    }
  }
  return answers;
}

test("through worker, blocking calls, a queue and a byte stream, a runner responds as it does alone", async () => {
  const plain = await report(new AsyncRunner(new InterpreterRunner()));
  expect(Object.keys(plain).length).toBeGreaterThan(100);

  const sync = new SyncRunner(startWorker("interpreter.ts"));
  const up = new TransformStream<Uint8Array, Uint8Array>();
  const down = new TransformStream<Uint8Array, Uint8Array>();
  await using served = new AsyncRunner(sync);
  await using connection = serveBinary(served, { readable: up.readable, writable: down.writable });
  await using client = new BinaryClient({ readable: down.readable, writable: up.writable });
  expect(await report(client)).toEqual(plain);
  await client.shutdown();
  expect(await connection.closed).toBeUndefined();
});
