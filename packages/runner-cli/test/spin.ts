// Shows a spinner on a file while this thread is blocked: `spin.ts FILE IS_TERMINAL DELAY_MS LABEL COLUMNS`.
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
const blocked = new Int32Array(new SharedArrayBuffer(4));
const work = async (): Promise<string> => {
  // Blocks until something was drawn, or long enough to see that nothing is.
  for (let i = 0; i < (output.isTerminal ? 1500 : 10) && readFileSync(file).length === 0; i++) {
    Atomics.wait(blocked, 0, 0, 20);
  }
  return "result";
};
console.log(await withSpinner(output, label, work, Number(delayMs)));
closeSync(fd);
