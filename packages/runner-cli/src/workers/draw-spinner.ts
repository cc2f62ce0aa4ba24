import { writeSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";

/** Settings of the thread that draws a spinner. Any message to it makes it clear the line and end. */
export interface SpinnerSettings {
  /** File descriptor of the terminal. */
  readonly fd: number;
  readonly label: string;
  /** Time before the first frame, in milliseconds. */
  readonly delayMs: number;
}

// A thread of its own goes on drawing while the thread that started it computes.
const { fd, label, delayMs } = workerData as SpinnerSettings;
const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const frameMs = 80;
const start = Date.now();
let drawn = 0;

function write(text: string): void {
  try {
    writeSync(fd, text);
  } catch {
    // A terminal that is gone needs no spinner.
  }
}

function draw(): void {
  const seconds = Math.floor((Date.now() - start) / 1000);
  write(`\r${frames[drawn++ % frames.length]} ${label} ${seconds} s `);
  timer = setTimeout(draw, frameMs);
}

let timer = setTimeout(draw, delayMs);
parentPort?.once("message", () => {
  clearTimeout(timer);
  if (drawn > 0) write("\r\u001b[2K");
});
