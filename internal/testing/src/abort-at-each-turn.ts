import { setImmediate as loopTurn } from "node:timers/promises";

/** Reason of the aborts. */
const givenUp = new Error("given up");

/** Turns of the queue of microtasks in one turn of the event loop. */
const turnsOfLoop = 500;

/**
 * Makes a call again and again, and aborts each one turn of the queue of microtasks later than the one before, until a call
 * settles before its abort. Vitest reports rejections that no one hears of.
 *
 * @returns how many of the calls were aborted
 * @throws Error for a call that is aborted and settles with neither the reason nor what the last one settles with
 */
export async function abortAtEachTurn(
  call: (signal: AbortSignal) => Promise<unknown>,
): Promise<number> {
  const ends = new Set<string>();
  for (let turns = 0; ; turns++) {
    const controller = new AbortController();
    let end: string | undefined;
    const settled = call(controller.signal).then(
      (value) => (end = `value: ${JSON.stringify(value)}`),
      (error: unknown) => (end = error === givenUp ? "given up" : `error: ${String(error)}`),
    );
    for (let turn = 1; turn <= turns && end === undefined; turn++)
      await (turn % turnsOfLoop === 0 ? loopTurn() : undefined);
    const isEarly = end !== undefined;
    controller.abort(givenUp);
    const last = await settled;
    // What was left without a listener is reported between two turns of the event loop.
    await loopTurn();
    ends.add(last);
    if (!isEarly) continue;
    ends.delete("given up");
    if (ends.size > 1) throw new Error(`calls ended in several ways: ${[...ends].join("; ")}`);
    return turns;
  }
}
