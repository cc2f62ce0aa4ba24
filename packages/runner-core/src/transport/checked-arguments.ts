import type { Program } from "../program.ts";
import type { Run } from "../run.ts";

/**
 * Checks the runner that a server is given, as callers without types may pass a synchronous one, or none.
 *
 * @returns the runner
 * @throws TypeError for anything without `prepare`
 *
 * @example
 * ```ts
 * import { checkedRunner } from "@lutra/runner-core/transport";
 *
 * checkedRunner(runner).getExternals();
 * ```
 */
export function checkedRunner<R>(runner: R): R {
  if (typeof (runner as Partial<Run> | undefined)?.prepare === "function") return runner;
  throw new TypeError("expected a runner with `prepare`, as new AsyncRunner(runner) is");
}

/**
 * Returns the bytes of a program that a client is given, as callers without types may pass the bytes themselves.
 *
 * @throws TypeError for anything without `bytes`
 *
 * @example
 * ```ts
 * import { bytesOfProgram } from "@lutra/runner-core/transport";
 *
 * bytesOfProgram(program).length;
 * ```
 */
export function bytesOfProgram(program: Program): Uint8Array {
  const bytes = (program as Partial<Program> | undefined)?.bytes;
  if (bytes !== undefined) return bytes;
  throw new TypeError("expected a program, as programFromBytes returns it");
}
