/** Lets a number of callers use something at a time, in the order in which they came. */
export class Turns {
  private free: number;
  private readonly waiting: Set<() => void> = new Set();

  /** @param atOnce how many turns there may be at a time */
  constructor(atOnce: number) {
    this.free = atOnce;
  }

  /**
   * Takes a turn, which has to be ended.
   *
   * @returns nothing if the turn is there at once: waiting for it would cost more than a short statement
   * @throws the signal's reason, unchanged; there is no turn to end then
   */
  take(signal: AbortSignal | undefined): Promise<void> | undefined {
    if (this.free > 0) {
      this.free--;
      return undefined;
    }
    return new Promise((resolve, reject) => {
      const onTurn = (): void => {
        this.waiting.delete(onTurn);
        signal?.removeEventListener("abort", onAbort);
        resolve();
      };
      const onAbort = (): void => {
        this.waiting.delete(onTurn);
        reject(signal?.reason);
      };
      this.waiting.add(onTurn);
      signal?.addEventListener("abort", onAbort, { once: true });
    });
  }

  /** Ends a turn: the next one begins. */
  end(): void {
    const [next] = this.waiting;
    if (next === undefined) this.free++;
    else next();
  }
}
