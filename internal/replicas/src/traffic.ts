import { setTimeout as sleep } from "node:timers/promises";
import type { Program, Run } from "@lutra/runner-core";
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

/** Starts callers, each of which makes one call at a time. They use the clients in turn. */
export function startTraffic(clients: readonly Run[], callers: number): Traffic {
  const outcomes: Outcome[] = [];
  let isOver = false;
  const call = async (client: Prepared, caller: number, n: number): Promise<Outcome> => {
    const input = inputOf(caller, n);
    const program = programs[n % programs.length]!;
    try {
      const output = await client.execute(program, input);
      const isRight = Buffer.compare(output, answerTo(program, input)) === 0;
      return { id: idOf(input), isRight };
    } catch (error) {
      return { id: idOf(input), isRight: false, error };
    }
  };
  const running = Array.from({ length: callers }, async (_, caller) => {
    const client = new Prepared(clients[caller % clients.length]!);
    for (let n = 0; !isOver; n++) {
      outcomes.push(await call(client, caller, n));
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

/** A client and the programs that one caller has prepared on it. */
class Prepared {
  readonly #client: Run;
  readonly #handles = new Map<Program, unknown>();

  constructor(client: Run) {
    this.#client = client;
  }

  async execute(program: Program, input: Uint8Array): Promise<Uint8Array> {
    const handle = this.#handles.get(program) ?? (await this.#client.prepare(program));
    this.#handles.set(program, handle);
    return await this.#client.execute(handle, input);
  }
}
