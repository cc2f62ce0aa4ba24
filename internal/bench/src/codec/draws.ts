/** A reproducible source of values for workloads. */
export interface Draws {
  /** A number from 0 to below 1. */
  readonly real: () => number;
  /** A whole number from 0 to below the limit. */
  readonly int: (limit: number) => number;
  readonly flag: () => boolean;
  /** A string of 6 to 18 ASCII characters, 12 in the mean. */
  readonly title: () => string;
}

const syllables = "alpha bravo charl delta echo foxtr golf hotel india julie".split(" ");

/** Makes a source that gives the same values for the same seed. */
export function createDraws(seed: number): Draws {
  let state = seed;
  const real = (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return state / 0x8000_0000;
  };
  const int = (limit: number): number => Math.floor(real() * limit);
  const title = (): string => {
    const length = 6 + int(13);
    let text = "";
    while (text.length < length) text += `${syllables[int(syllables.length)]} `;
    return text.slice(0, length);
  };
  return { real, int, flag: () => real() < 0.5, title };
}
