/** Numbers that look random and are the same in every run. */
export interface Random {
  /** A whole number from 0 to n - 1. */
  below(n: number): number;
  /** 32 bits, as an unsigned number. */
  bits(): number;
  /** One of some values. */
  pick<T>(values: readonly T[]): T;
}

/** Numbers from a seed (mulberry32). */
export function createRandom(seed: number): Random {
  let state = seed;
  const bits = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
  const below = (n: number): number => bits() % n;
  return { below, bits, pick: (values) => values[below(values.length)]! };
}
