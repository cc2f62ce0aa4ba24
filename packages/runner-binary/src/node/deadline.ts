/** Timers count to 2^31 - 1. */
const maxTimerMs = 2 ** 31 - 1;

/**
 * Calls back after so many milliseconds, never after `Infinity`.
 *
 * @returns calls it off
 * @throws RangeError naming the option, for what no timer can wait
 */
export function deadline(option: string, ms: number, onLate: () => void): () => void {
  if (!((ms >= 0 && ms <= maxTimerMs) || ms === Infinity)) {
    throw new RangeError(`${option} must be from 0 to ${maxTimerMs}, or Infinity, got ${ms}`);
  }
  if (ms === Infinity) return () => {};
  const timer = setTimeout(onLate, ms);
  return () => clearTimeout(timer);
}
