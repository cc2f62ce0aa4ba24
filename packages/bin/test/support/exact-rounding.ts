/** A positive rational number. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Sizes of a binary floating point format. */
export interface FloatFormat {
  readonly precision: number;
  /** Exponent of the smallest number. */
  readonly minExponent: number;
  /** Exponent of the first power of two that is too large. */
  readonly maxExponent: number;
}

export const singleFormat: FloatFormat = { precision: 24, minExponent: -149, maxExponent: 128 };
export const doubleFormat: FloatFormat = { precision: 53, minExponent: -1074, maxExponent: 1024 };

/** Reads digits with an optional point and exponent, exactly. */
export function rationalOf(text: string): Rational {
  const [, whole = "", fraction = "", exponent = "0"] = /^(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(
    text,
  ) as string[];
  const scale = Number(exponent) - fraction.length;
  const digits = BigInt(whole + fraction);
  return scale >= 0
    ? { numerator: digits * 10n ** BigInt(scale), denominator: 1n }
    : { numerator: digits, denominator: 10n ** BigInt(-scale) };
}

/** Rounds to the nearest number of the format, ties to even, by integers alone. */
export function roundExactly({ numerator, denominator }: Rational, format: FloatFormat): number {
  if (numerator === 0n) return 0;
  const bits = bitLength(numerator) - bitLength(denominator);
  // One more than needed does no harm to neither bound: the loop below corrects it.
  let exponent = Math.max(bits - format.precision, format.minExponent);
  for (;;) {
    const up = exponent < 0 ? numerator << BigInt(-exponent) : numerator;
    const down = exponent > 0 ? denominator << BigInt(exponent) : denominator;
    const whole = up / down;
    if (bitLength(whole) > format.precision) {
      exponent++;
      continue;
    }
    const twice = 2n * (up - whole * down);
    const isUp = twice > down || (twice === down && whole % 2n === 1n);
    const mantissa = isUp ? whole + 1n : whole;
    if (exponent + bitLength(mantissa) > format.maxExponent) return Infinity;
    return scaled(Number(mantissa), exponent);
  }
}

function bitLength(value: bigint): number {
  return value.toString(2).length;
}

/** Multiplies by a power of two in two steps, as the power itself may be too small or too large. */
function scaled(mantissa: number, exponent: number): number {
  const half = Math.trunc(exponent / 2);
  return mantissa * 2 ** half * 2 ** (exponent - half);
}

/** Writes all decimal digits of a positive number of at most 150 binary digits after the point. */
export function exactDigits(value: number): string {
  const scaled = BigInt(value * 2 ** 150) * 5n ** 150n;
  const digits = scaled.toString().padStart(151, "0");
  return `${digits.slice(0, -150)}.${digits.slice(-150)}`;
}
