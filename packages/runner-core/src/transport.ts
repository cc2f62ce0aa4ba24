/**
 * Parts for authors of transports: limits, timers, and checks of what a runner returns and throws.
 *
 * @module
 */
export { errorMessage } from "./error-message.ts";
export { checkedDuration, checkedLimit, type DurationBounds, type LimitBounds } from "./limits.ts";
export { checkedExternals, checkedInterface, checkedOutput } from "./runner-results.ts";
export { settlesWithin, startTimer, type TimerOptions } from "./timer.ts";
