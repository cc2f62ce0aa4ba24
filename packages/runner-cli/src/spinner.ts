import { Worker } from "node:worker_threads";
import type { Output } from "./io.ts";

/**
 * Draws after a while, and goes on while the thread that started it computes: a runner in this thread leaves it no time
 * to draw by itself.
 */
const drawing = `
  const { parentPort, workerData: { fd, label, delayMs } } = require("node:worker_threads");
  const { writeSync } = require("node:fs");
  const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
  const start = Date.now();
  let drawn = 0;
  const write = (text) => {
    try { writeSync(fd, text); } catch {}
  };
  const draw = () => {
    const seconds = Math.floor((Date.now() - start) / 1000);
    write("\\r" + frames[drawn++ % frames.length] + " " + label + " " + seconds + " s ");
    timer = setTimeout(draw, 80);
  };
  let timer = setTimeout(draw, delayMs);
  parentPort.once("message", () => {
    clearTimeout(timer);
    if (drawn > 0) write("\\r\\x1b[2K");
  });
`;

/** Shows on a terminal that work goes on, once it has taken a while; elsewhere it shows nothing. */
export async function withSpinner<T>(
  output: Output,
  label: string,
  work: () => Promise<T>,
  delayMs = 300,
): Promise<T> {
  if (!output.isTerminal || output.fd === undefined) return await work();
  const workerData = { fd: output.fd, label: shortened(label, output.columns), delayMs };
  const worker = new Worker(drawing, { eval: true, workerData });
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

/** A line that wraps could not be drawn over: each frame would scroll the terminal. */
function shortened(label: string, columns = 80): string {
  const width = Math.max(1, columns - besideLabel);
  return label.length <= width ? label : `${label.slice(0, width - 1)}…`;
}
