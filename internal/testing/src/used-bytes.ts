import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** Returns the memory that values and buffers hold after a collection, in bytes. */
export function usedBytes(): number {
  collectGarbage();
  // The first one leaves it to another thread to free buffers; the second one begins when that is done.
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
