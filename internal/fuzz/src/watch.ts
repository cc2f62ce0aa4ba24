import { Worker } from "node:worker_threads";
import { Board } from "./board.ts";
import type { WorkerData, WorkerResult } from "./worker.ts";

/** Job for {@link watch}. */
export interface WatchOptions extends Omit<WorkerData, "memory"> {
  /** Time after which the search stops. */
  readonly seconds: number;
  /** Maximum processor time of one input (5000). It does not pass while other processes have the processor. */
  readonly maxInputMs?: number;
  /** Maximum size of the heap in MiB (512). */
  readonly maxHeapMb?: number;
}

/** An input for which a target fails, takes too long or takes too much memory. */
export interface Finding {
  readonly data: Uint8Array;
  /** Reason, with the stack trace if there is one. */
  readonly message: string;
}

/** Result of a search. */
export interface Outcome {
  /** Number of inputs that were run; 0 if the target was not loaded within the time. */
  readonly runs: number;
  /** Number of blocks of code that ran. */
  readonly blocks: number;
  /** Inputs that reached new code. */
  readonly found: readonly Uint8Array[];
  readonly finding: Finding | undefined;
}

const loader = new URL("../../../scripts/load-typescript.mjs", import.meta.url).href;
const worker = new URL("./worker.ts", import.meta.url);
const pollMs = 50;

/**
 * Searches in a thread of its own, and ends within the time and the processor time of one input: also while the thread
 * loads, shortens an input, or never comes back from one.
 */
export async function watch(options: WatchOptions): Promise<Outcome> {
  const { seconds, maxInputMs = 5000, maxHeapMb = 512, ...job } = options;
  const board = new Board();
  const data: WorkerData = { ...job, memory: board.memory };
  const thread = new Worker(worker, {
    workerData: data,
    execArgv: ["--conditions=@lutra/source", "--import", loader],
    resourceLimits: { maxOldGenerationSizeMb: maxHeapMb },
  });
  const incomplete = (message?: string): Outcome => {
    const input = board.current;
    const finding =
      message === undefined || input === undefined ? undefined : { data: input, message };
    return { runs: board.runs, blocks: 0, found: [], finding };
  };
  const end = performance.now() + seconds * 1000;
  const clock = new InputClock(board);
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<Outcome>((resolve, reject) => {
      thread.once("message", ({ blocks, found, failure }: WorkerResult) =>
        resolve({ runs: board.runs, blocks, found, finding: failure }),
      );
      thread.once("error", (error: NodeJS.ErrnoException) => {
        const isMemory = error.code === "ERR_WORKER_OUT_OF_MEMORY" && board.current !== undefined;
        if (isMemory) resolve(incomplete(`takes more than ${maxHeapMb} MiB of memory`));
        else reject(error);
      });
      timer = setInterval(() => {
        const isOver = performance.now() >= end;
        if (isOver) board.stop();
        if (isOver && board.runs === 0) resolve(incomplete());
        if (clock.ms() > maxInputMs)
          resolve(incomplete(`takes more than ${maxInputMs} ms of processor time`));
      }, pollMs);
    });
  } finally {
    clearInterval(timer);
    await thread.terminate();
  }
}

/** Processor time since the input began that runs now. */
class InputClock {
  readonly #board: Board;
  #run = 0;
  #start = process.cpuUsage();

  constructor(board: Board) {
    this.#board = board;
  }

  /** Returns at most the time since the previous call for an input that the previous call did not see. */
  ms(): number {
    const { runs, current } = this.#board;
    if (runs !== this.#run || current === undefined) {
      this.#run = runs;
      this.#start = process.cpuUsage();
    }
    const { user, system } = process.cpuUsage(this.#start);
    return (user + system) / 1000;
  }
}
