/** Settings of {@link measureTurnsMs}. */
export interface TurnSettings {
  /** Rounds at least, unless one takes more than the budget by itself. */
  readonly rounds: number;
  /** Time after which no round begins, in milliseconds. */
  readonly budgetMs: number;
}

/**
 * Times what takes long, in turns and in a new random order each round, so that a machine that slows down slows all.
 *
 * @returns the quickest of each, in milliseconds of the clock on the wall: the work may be in another process, whose CPU
 *   time this one does not see, and other load on the machine only adds
 */
export async function measureTurnsMs(
  contenders: Readonly<Record<string, () => Promise<unknown>>>,
  { rounds, budgetMs }: TurnSettings,
): Promise<Readonly<Record<string, number>>> {
  const readings = new Map(Object.keys(contenders).map((name) => [name, [] as number[]]));
  const start = performance.now();
  let round = 0;
  do {
    const order = Object.entries(contenders).map((entry) => [Math.random(), entry] as const);
    for (const [, [name, run]] of order.toSorted(([a], [b]) => a - b)) {
      const before = performance.now();
      await run();
      readings.get(name)?.push(performance.now() - before);
    }
    round++;
  } while (performance.now() - start < (round < rounds ? 4 * budgetMs : budgetMs));
  return Object.fromEntries([...readings].map(([name, times]) => [name, Math.min(...times)]));
}
