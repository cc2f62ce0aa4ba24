import { checkedDuration, checkedLimit } from "@lutra/runner-core/transport";
import type { AccessOptions } from "./access.ts";
import type { AnsweredRequest } from "./answered-request.ts";

/** Options of an `HttpServer`, whichever edge it has. */
export interface HttpServerOptions extends AccessOptions {
  /** Path in front of every route, such as `/lutra`. @default "" */
  readonly basePath?: string | undefined;
  /** Size of the largest request body, in bytes. @default 4 MiB */
  readonly maxBodyBytes?: number | undefined;
  /**
   * Time for `authorize`, in milliseconds; then the request is answered with 504. `Infinity` sets no end.
   * @default 10000
   */
  readonly authorizeTimeoutMs?: number | undefined;
  /** Time for a client to send a body, in milliseconds. `Infinity` sets no end. @default 30000 */
  readonly bodyTimeoutMs?: number | undefined;
  /**
   * Time for one call of the runner, in milliseconds; then it is answered with 504, and an execution's signal is
   * aborted. `Infinity` sets no end. @default 60000
   */
  readonly callTimeoutMs?: number | undefined;
  /** Maximum number of requests that are worked on at a time; more are answered with 503. @default 64 */
  readonly maxInFlight?: number | undefined;
  /** Maximum number of prepared programs that are kept; the least recently used is released. @default 256 */
  readonly maxPrograms?: number | undefined;
  /**
   * Memory that the prepared programs may take together, in bytes: as the runner's handles say in `memoryBytes`, or 16
   * KiB and 16 times the size of each. The least recently used are released; a program that does not fit beside those
   * that are executed is refused with `LIMIT_EXCEEDED`. @default 268435456 (256 MiB)
   */
  readonly maxProgramBytes?: number | undefined;
  /**
   * Called once for each request, when its answer is ready to be sent; for an access log. Errors that it throws are
   * ignored, and nothing waits for it.
   */
  readonly onAnswer?: ((answered: AnsweredRequest) => void) | undefined;
}

/** The options that are limits. */
export type Limits = Record<
  | "maxBodyBytes"
  | "authorizeTimeoutMs"
  | "bodyTimeoutMs"
  | "callTimeoutMs"
  | "maxInFlight"
  | "maxPrograms"
  | "maxProgramBytes",
  number
>;

/** Smallest duration that makes sense, in milliseconds. */
const shortest = { min: 1 };

/**
 * Returns the limits among the options, in full.
 *
 * @throws RangeError for a count that is not a whole number from 1, and for a time that is less than a millisecond
 */
export function limitsOf(options: HttpServerOptions): Readonly<Limits> {
  const {
    maxBodyBytes = 4 * 1024 * 1024,
    authorizeTimeoutMs = 10_000,
    bodyTimeoutMs = 30_000,
    callTimeoutMs = 60_000,
    maxInFlight = 64,
    maxPrograms = 256,
    maxProgramBytes = 2 ** 28,
  } = options;
  return {
    maxBodyBytes: checkedLimit("maxBodyBytes", maxBodyBytes),
    authorizeTimeoutMs: checkedDuration("authorizeTimeoutMs", authorizeTimeoutMs, shortest),
    bodyTimeoutMs: checkedDuration("bodyTimeoutMs", bodyTimeoutMs, shortest),
    callTimeoutMs: checkedDuration("callTimeoutMs", callTimeoutMs, shortest),
    maxInFlight: checkedLimit("maxInFlight", maxInFlight),
    maxPrograms: checkedLimit("maxPrograms", maxPrograms),
    maxProgramBytes: checkedLimit("maxProgramBytes", maxProgramBytes),
  };
}
