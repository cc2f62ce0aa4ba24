import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Returns the bytes that stay in use for what a function returns, in V8's heap and in buffers. */
export function heapUse(make: () => unknown): number {
  // The first run compiles, and tells V8 how much room the objects need.
  make();
  // Buffers are let go of by the second collection.
  collect();
  collect();
  const before = usedBytes();
  const kept = make();
  collect();
  collect();
  const used = usedBytes() - before;
  keep(kept);
  return used;
}

function usedBytes(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

let kept: unknown;

/** Uses a value after the measurement, so that the collector cannot take it during it. */
function keep(value: unknown): void {
  kept = value;
  kept = undefined;
  void kept;
}
