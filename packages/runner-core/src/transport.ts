/**
 * Parts for authors of transports: limits and timers.
 *
 * @module
 */
export { checkedDuration, checkedLimit, type DurationBounds, type LimitBounds } from "./limits.ts";
export { settlesWithin, startTimer, type TimerOptions } from "./timer.ts";
