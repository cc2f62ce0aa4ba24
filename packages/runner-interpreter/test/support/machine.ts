import { Machine } from "../../src/memory/machine.ts";

/** Limits of {@link begunMachine}: of steps, of bytes for one value, and of bytes in all. */
export interface MachineLimits {
  readonly steps?: number;
  readonly output?: number;
  readonly allocated?: number;
}

/** Returns a machine that has begun an execution. */
export function begunMachine(limits: MachineLimits = {}): Machine {
  const { steps = 1000, output = 2 ** 20, allocated = 2 ** 26 } = limits;
  const machine = new Machine({
    maxSteps: steps,
    maxOutputBytes: output,
    maxAllocatedBytes: allocated,
  });
  machine.begin();
  return machine;
}
