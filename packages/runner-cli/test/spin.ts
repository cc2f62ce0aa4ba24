// Shows a spinner on a file and prints how many threads drew: `spin.ts FILE IS_TERMINAL DELAY_MS LABEL COLUMNS`. Without a
// delay it blocks this thread until the spinner has turned once.
import { closeSync, openSync, readFileSync } from "node:fs";
import { withSpinner } from "../src/spinner.ts";

const [file = "", isTerminal, delayMs, label = "", columns] = process.argv.slice(2);
const fd = openSync(file, "w");
const output = {
  isTerminal: isTerminal === "true",
  fd,
  columns: columns === undefined ? undefined : Number(columns),
  write: async () => {},
};
let threads = 0;
process.on("worker", () => threads++);
const blocked = new Int32Array(new SharedArrayBuffer(4));
const work = async (): Promise<void> => {
  if (output.isTerminal && delayMs === "0") {
    while (readFileSync(file, "utf8").split("\r").length <= 12) Atomics.wait(blocked, 0, 0, 20);
  } else {
    await new Promise((resolve) => setImmediate(resolve)); // "worker" is emitted in the next tick
  }
};
await withSpinner(output, label, work, Number(delayMs));
console.log(threads);
closeSync(fd);
