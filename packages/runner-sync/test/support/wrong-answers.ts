import type { SyncRunner } from "../../src/index.ts";
import { program } from "@lutra-internal/testing/programs";

/** Calls a runner over the echo this often, each time with another input, and counts the answers that are not its own. */
export function wrongAnswers(runner: SyncRunner, calls: number): number {
  const prepared = runner.prepareSync(program);
  const input = new Uint8Array(12);
  const words = new Uint32Array(input.buffer);
  let wrong = 0;
  for (let i = 0; i < calls; i++) {
    words[1] = i;
    words[2] = ~i;
    const output = runner.executeSync(prepared, input);
    if (new DataView(output.buffer as ArrayBuffer).getUint32(4, true) !== i) wrong++;
  }
  runner.releaseSync(prepared);
  return wrong;
}
