import { Worker } from "node:worker_threads";
import type { Output } from "./io.ts";
import type { SpinnerSettings } from "./workers/draw-spinner.ts";

/** Shows on a terminal that work goes on, once it has taken a while; elsewhere it shows nothing. */
export async function withSpinner<T>(
  output: Output,
  label: string,
  work: () => Promise<T>,
  delayMs = 300,
): Promise<T> {
  if (!output.isTerminal || output.fd === undefined) return await work();
  const workerData: SpinnerSettings = {
    fd: output.fd,
    label: shortened(label, output.columns),
    delayMs,
  };
  const worker = new Worker(new URL(import.meta.resolve("#draw-spinner")), { workerData });
  const gone = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
  // A spinner that cannot be drawn is no reason to fail.
  worker.on("error", () => {});
  try {
    return await work();
  } finally {
    worker.postMessage("stop");
    await gone;
  }
}

/** Beside the label: the spinner, hours of seconds, blanks. */
const besideLabel = 12;

/** Shortens a label to one line. One that wraps could not be drawn over: each frame would scroll the terminal. */
function shortened(label: string, columns = 80): string {
  const width = Math.max(1, columns - besideLabel);
  return label.length <= width ? label : `${label.slice(0, width - 1)}…`;
}
