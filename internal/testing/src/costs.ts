import { appendFileSync } from "node:fs";
import { threadCpuMs } from "./growth.ts";

/** Something that a call took, and the size of its input. */
export interface Cost {
  /** Milliseconds, or bytes. */
  readonly amount: number;
  readonly inputBytes: number;
}

/** Highest costs of the calls of a suite. */
export interface SuiteCosts {
  readonly suite: string;
  readonly calls: number;
  /** Longest call, in milliseconds of processor time. */
  readonly slowest: Cost;
  /** Maximum number of bytes that a call allocated, or that a reader held. */
  readonly largest: Cost;
}

/** Keeps the most that the calls of a suite take. */
export interface Costs {
  /** Returns what work returns or throws. */
  readonly measure: <T>(inputBytes: number, work: () => T) => T;
  /** Takes note of memory that was measured otherwise. */
  readonly note: (inputBytes: number, heldBytes: number) => void;
  /** Writes what was measured as a line of JSON. */
  readonly write: () => void;
}

/**
 * Measures the calls of a suite, if the variable `LUTRA_COSTS` names a file to write to; else calls are only made.
 *
 * Memory counts as it is allocated during a call, dead or alive; a call during which a collection runs does not count.
 */
export function createCosts(suite: string): Costs {
  const file = process.env["LUTRA_COSTS"];
  if (!file) return { measure: (_, work) => work(), note: () => {}, write: () => {} };
  const none: Cost = { amount: 0, inputBytes: 0 };
  let [calls, slowest, largest] = [0, none, none];
  const note = (inputBytes: number, amount: number): void => {
    if (amount > largest.amount) largest = { amount, inputBytes };
  };
  return {
    note: (inputBytes, heldBytes) => {
      calls++;
      note(inputBytes, heldBytes);
    },
    measure: (inputBytes, work) => {
      calls++;
      const [bytes, cpu, wall] = [allocatedBytes(), threadCpuMs(), performance.now()];
      try {
        return work();
      } finally {
        const wallMs = performance.now() - wall;
        // The system counts processor time by ticks of some milliseconds; other processes count in the other one.
        const amount = wallMs < tickMs ? wallMs : Math.min(wallMs, threadCpuMs() - cpu + tickMs);
        if (amount > slowest.amount) slowest = { amount, inputBytes };
        note(inputBytes, allocatedBytes() - bytes);
      }
    },
    write: () => {
      const costs: SuiteCosts = { suite, calls, slowest, largest };
      appendFileSync(file, `${JSON.stringify(costs)}\n`);
    },
  };
}

const tickMs = 4;

function allocatedBytes(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
