import type { Program } from "@lutra/runner-core";
import type { EngineHost } from "./engine.ts";

/** Output of a program on an engine, and how long it took. */
export interface Execution {
  readonly output: Uint8Array;
  readonly prepareMilliseconds: number;
  readonly executeMilliseconds: number;
}

/** Runs a program on an engine, which is started first if need be; the start is not part of the times. */
export async function execute(
  host: EngineHost,
  program: Program,
  input: Uint8Array,
  signal: AbortSignal,
): Promise<Execution> {
  const { run } = await host.started();
  signal.throwIfAborted();
  const start = performance.now();
  const prepared = await run.prepare(program, { signal });
  const ready = performance.now();
  try {
    const output = await run.execute(prepared, input, { signal });
    return {
      output,
      prepareMilliseconds: ready - start,
      executeMilliseconds: performance.now() - ready,
    };
  } finally {
    void run.release(prepared).catch(() => {});
  }
}
