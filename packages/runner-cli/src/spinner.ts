import type { Output } from "./io.ts";

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const delayMs = 300;
const frameMs = 80;

/** Shows on a terminal that work goes on, once it has taken a while; elsewhere it shows nothing. */
export async function withSpinner<T>(
  output: Output,
  label: string,
  work: () => Promise<T>,
): Promise<T> {
  if (!output.isTerminal) return await work();
  let shown = 0;
  let timer: NodeJS.Timeout | undefined;
  const draw = (): void => {
    const seconds = Math.floor((delayMs + shown * frameMs) / 1000);
    // A spinner that cannot be drawn is no reason to fail.
    void output
      .write(`\r${frames[shown++ % frames.length]} ${label} ${seconds} s `)
      .catch(() => {});
    timer = setTimeout(draw, frameMs);
  };
  timer = setTimeout(draw, delayMs);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
    if (shown > 0) await output.write("\r\x1b[2K");
  }
}
