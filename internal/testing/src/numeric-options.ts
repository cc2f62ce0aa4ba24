/** A numeric option of a function or a constructor. */
export interface NumericOption {
  readonly name: string;
  /** Uses the option with a value. Undoes what it starts if the value is accepted. */
  readonly use: (value: number) => unknown;
  /** Those of {@link numericValues} that are accepted. Every other one must be refused. */
  readonly accepts: readonly number[];
  /** The least whole number from 1 on that is accepted. @default 1 */
  readonly min?: number;
}

/** Values that options of numbers are commonly wrong about. */
export const numericValues: readonly number[] = [Number.NaN, -1, 0, 0.5, 2 ** 31, Infinity];

/** Those of {@link numericValues} that `checkedDuration` accepts. */
export const durations: readonly number[] = [0, 0.5, 2 ** 31, Infinity];

/**
 * Tries an option with its least value, with what is below that, and with every one of {@link numericValues}.
 *
 * @throws Error unless the accepted values are accepted, and every other one gets a `RangeError` that names the option
 *   and the value
 */
export async function checkNumericOption(option: NumericOption): Promise<void> {
  const { name, use, accepts, min = 1 } = option;
  const values = min === 1 ? numericValues : [min - 1, ...numericValues];
  for (const value of [min, ...values]) {
    let error: unknown;
    try {
      await use(value);
    } catch (thrown) {
      error = thrown;
    }
    // Whatever else happens: the least time may be over at once.
    if (value === min && !accepts.includes(value)) {
      if (error instanceof RangeError)
        throw new Error(`${name}: ${value} is refused`, { cause: error });
    } else if (accepts.includes(value)) {
      if (error !== undefined) throw new Error(`${name}: ${value} is refused`, { cause: error });
    } else if (!isRefusal(error, name, value)) {
      const cause = error;
      throw new Error(`${name}: no RangeError that names it and the value ${value}`, { cause });
    }
  }
}

function isRefusal(error: unknown, name: string, value: number): boolean {
  return (
    error instanceof RangeError &&
    error.message.startsWith(`${name} must be `) &&
    error.message.endsWith(`, got ${value}`)
  );
}
