/** Bounds of a limit. */
export interface LimitBounds {
  /** Smallest value. @default 1 */
  readonly min?: number | undefined;
  /** Largest finite value. @default Number.MAX_SAFE_INTEGER */
  readonly max?: number | undefined;
  /** Allows `Infinity`, for no limit. @default false */
  readonly orInfinity?: boolean | undefined;
}

/** Bounds of a duration. */
export interface DurationBounds {
  /** Smallest number of milliseconds. @default 0 */
  readonly min?: number | undefined;
  /** Allows `Infinity`, for no end. @default true */
  readonly orInfinity?: boolean | undefined;
}

/**
 * Checks an option that counts: bytes, programs, requests.
 *
 * @returns the value
 * @throws RangeError if the value is not a whole number within the bounds. It names the option and the value
 *
 * @example
 * ```ts
 * import { checkedLimit } from "@lutra/runner-core/transport";
 *
 * checkedLimit("maxPrograms", 16); // 16
 * checkedLimit("maxWaiting", 0, { min: 0, orInfinity: true }); // 0
 * ```
 */
export function checkedLimit(option: string, value: number, bounds: LimitBounds = {}): number {
  const { min = 1, max = Number.MAX_SAFE_INTEGER, orInfinity = false } = bounds;
  if (Number.isSafeInteger(value) && value >= min && value <= max) return value;
  if (orInfinity && value === Infinity) return value;
  const upTo = max < Number.MAX_SAFE_INTEGER ? ` to ${max}` : "";
  throw outOfRange(option, `a whole number from ${min}${upTo}`, orInfinity, value);
}

/**
 * Checks an option that is a time in milliseconds. Fractions are allowed; so is a time longer than a platform's timer
 * can wait, which {@link startTimer} can.
 *
 * @returns the value
 * @throws RangeError if the value is not a number within the bounds. It names the option and the value
 *
 * @example
 * ```ts
 * import { checkedDuration } from "@lutra/runner-core/transport";
 *
 * checkedDuration("graceMs", 0); // 0
 * checkedDuration("timeoutMs", Infinity, { min: 1 }); // Infinity
 * ```
 */
export function checkedDuration(option: string, ms: number, bounds: DurationBounds = {}): number {
  const { min = 0, orInfinity = true } = bounds;
  if (Number.isFinite(ms) && ms >= min) return ms;
  if (orInfinity && ms === Infinity) return ms;
  throw outOfRange(option, `a number of milliseconds from ${min}`, orInfinity, ms);
}

function outOfRange(
  option: string,
  expected: string,
  orInfinity: boolean,
  value: unknown,
): RangeError {
  const got = typeof value === "string" ? JSON.stringify(value) : String(value);
  return new RangeError(
    `${option} must be ${expected}${orInfinity ? ", or Infinity" : ""}, got ${got}`,
  );
}
