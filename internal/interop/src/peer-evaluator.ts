import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { digitsOf } from "./peer-codec.ts";

/** A program, perhaps a broken one, and its input, both encoded. */
export interface Attempt {
  readonly program: Uint8Array;
  readonly input: Uint8Array;
}

/** Memory that the original may take, in KiB: it takes whatever a program asks for. */
const maxKibibytes = 2_000_000;

/** Time for one program, in milliseconds: the original has no limit of steps. */
const maxMs = 5000;

/**
 * Evaluates programs on the original's interpreter.
 *
 * @returns an answer for each: `ok` and the digits of the output, `error` or `panic` and a message, `abort` where the
 *   process died, `timeout` where it did not end in time; the programs after those two go to a new process
 */
export async function evaluateAll(
  peer: string,
  attempts: readonly Attempt[],
): Promise<readonly string[]> {
  const lines = attempts.map(({ program, input }) => `${digitsOf(program)} ${digitsOf(input)}\n`);
  const answers: string[] = [];
  while (answers.length < lines.length) {
    // The shell bounds the memory, and the peer takes its place.
    const limited = `ulimit -c 0; ulimit -v ${maxKibibytes}; exec "$0" evaluate`;
    const child = spawn("sh", ["-c", limited, peer]);
    answers.push(...(await answersOf(child, lines.slice(answers.length))));
  }
  return answers;
}

/** Feeds a process until it ends; the last answer says how it did, if it left lines over. */
async function answersOf(
  child: ChildProcessWithoutNullStreams,
  lines: readonly string[],
): Promise<readonly string[]> {
  const answers: string[] = [];
  let isLate = false;
  const kill = (): void => {
    isLate = true;
    child.kill("SIGKILL");
  };
  let timer = setTimeout(kill, maxMs);
  createInterface({ input: child.stdout }).on("line", (line) => {
    answers.push(line);
    clearTimeout(timer);
    if (answers.length < lines.length) timer = setTimeout(kill, maxMs);
  });
  // A process that dies leaves input unread.
  child.stdin.on("error", () => {});
  child.stdin.end(lines.join(""));
  const [code] = (await once(child, "close")) as [number | null];
  clearTimeout(timer);
  if (answers.length < lines.length && code === 0) throw new Error("the evaluator left lines over");
  return answers.length < lines.length ? [...answers, isLate ? "timeout" : "abort"] : answers;
}
