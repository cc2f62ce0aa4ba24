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
  const upTo = max < Number.MAX_SAFE_INTEGER ? ` to ${max}` : "";
  return infinite(option, `a whole number from ${min}${upTo}`, orInfinity, value);
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
  return infinite(option, `a number of milliseconds from ${min}`, orInfinity, ms);
}

/** Returns `Infinity` if that is the value and allowed, and throws for any other. */
function infinite(option: string, expected: string, isAllowed: boolean, value: unknown): number {
  if (isAllowed && value === Infinity) return value;
  const got = typeof value === "string" ? JSON.stringify(value) : String(value);
  const orInfinity = isAllowed ? ", or Infinity" : "";
  throw new RangeError(`${option} must be ${expected}${orInfinity}, got ${got}`);
}
