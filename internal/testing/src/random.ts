/** Numbers that look random and are the same in every run. */
export interface Random {
  /** Returns a whole number from 0 to n - 1. */
  readonly below: (n: number) => number;
  /** Returns a number from 0 up to, but not including, 1. */
  readonly fraction: () => number;
  /** Returns 32 bits as an unsigned number. */
  readonly bits: () => number;
  /** Returns one of some values. */
  readonly pick: <T>(values: readonly T[]) => T;
  /** Returns `true` once in n calls. */
  readonly oneIn: (n: number) => boolean;
}

/** Creates a source of numbers from a seed (mulberry32). The same seed gives the same numbers. */
export function createRandom(seed: number): Random {
  let state = seed;
  const bits = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
  const below = (n: number): number => bits() % n;
  return {
    below,
    fraction: () => bits() / 2 ** 32,
    bits,
    pick: (values) => values[below(values.length)]!,
    oneIn: (n) => below(n) === 0,
  };
}
