import type { AccessOptions } from "./access.ts";
import type { AnsweredRequest } from "./answered-request.ts";

/** Options of an `HttpServer`, whichever edge it has. */
export interface HttpServerOptions extends AccessOptions {
  /** Path in front of every route, such as `/lutra`. @default "" */
  readonly basePath?: string | undefined;
  /** Size of the largest request body, in bytes. @default 4 MiB */
  readonly maxBodyBytes?: number | undefined;
  /** How long `authorize` may take, in milliseconds; then the request is answered with 504. @default 10000 */
  readonly authorizeTimeoutMs?: number | undefined;
  /** How long a client may take to send a body, in milliseconds. @default 30000 */
  readonly bodyTimeoutMs?: number | undefined;
  /**
   * How long one call of the runner may take, in milliseconds; then it is answered with 504, and an execution's signal
   * is aborted. @default 60000
   */
  readonly callTimeoutMs?: number | undefined;
  /** How many requests may be worked on at a time; more are answered with 503. @default 64 */
  readonly maxConcurrentRequests?: number | undefined;
  /** How many prepared programs are kept; the least recently used is released. @default 256 */
  readonly maxPrograms?: number | undefined;
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
  | "maxConcurrentRequests"
  | "maxPrograms",
  number
>;

/** The limits among the options, in full. @throws RangeError for a limit that is no positive number */
export function limitsOf(options: HttpServerOptions): Readonly<Limits> {
  const limits: Limits = {
    maxBodyBytes: 4 * 1024 * 1024,
    authorizeTimeoutMs: 10_000,
    bodyTimeoutMs: 30_000,
    callTimeoutMs: 60_000,
    maxConcurrentRequests: 64,
    maxPrograms: 256,
  };
  for (const name of Object.keys(limits) as (keyof Limits)[]) {
    const value = options[name] ?? limits[name];
    if (!(value > 0)) throw new RangeError(`${name} must be above 0, got ${value}`);
    limits[name] = value;
  }
  return limits;
}
