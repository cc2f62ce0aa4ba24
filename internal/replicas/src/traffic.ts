import { setTimeout as sleep } from "node:timers/promises";
import type { Run } from "@lutra/runner-core";
import { answerTo, idOf, inputOf, programs } from "./call.ts";

/** Outcome of one call. */
export interface Outcome {
  readonly id: string;
  /** `true` if the answer equals the program's result. */
  readonly isRight: boolean;
  /** Error of a call without an answer. */
  readonly error?: unknown;
}

/** Callers that call until they are stopped. */
export interface Traffic {
  /** Number of calls that have settled. */
  readonly settled: () => number;
  /** Lets no caller begin another call, and returns all outcomes. */
  readonly stop: () => Promise<readonly Outcome[]>;
}

/** Pause of a caller between two calls, in milliseconds. */
const pauseMs = 10;

/** Starts callers, each of which makes one call at a time over a runner. */
export function startTraffic<P>(runner: Run<P>, callers: number): Traffic {
  const outcomes: Outcome[] = [];
  let isOver = false;
  const prepared = new Map<number, Promise<P>>();
  const handle = (index: number): Promise<P> => {
    const known = prepared.get(index) ?? runner.prepare(programs[index]!);
    prepared.set(index, known);
    return known;
  };
  const call = async (caller: number, n: number): Promise<Outcome> => {
    const input = inputOf(caller, n);
    const index = n % programs.length;
    try {
      const output = await runner.execute(await handle(index), input);
      const expected = answerTo(programs[index]!, input);
      return { id: idOf(input), isRight: Buffer.compare(output, expected) === 0 };
    } catch (error) {
      return { id: idOf(input), isRight: false, error };
    }
  };
  const running = Array.from({ length: callers }, async (_, caller) => {
    for (let n = 0; !isOver; n++) {
      outcomes.push(await call(caller, n));
      await sleep(pauseMs);
    }
  });
  return {
    settled: () => outcomes.length,
    stop: async () => {
      isOver = true;
      await Promise.all(running);
      return outcomes;
    },
  };
}
