import {
  checkedDuration,
  checkedLimit,
  checkedProgramLimits,
  type ProgramLimits,
} from "@lutra/runner-core/transport";
import { generationB } from "./generation-b.ts";
import { checkedFrameLimit } from "./limits.ts";
import type { ProtocolChoice } from "./protocol.ts";

/** Options of `serveBinary`. All limits are per connection, but that of `programBudget`. */
export interface BinaryServerOptions extends ProgramLimits {
  /**
   * The generation to speak, or `detectGeneration` of `@lutra/runner-binary/generation-a` to accept both.
   * @default generationB
   */
  readonly protocol?: ProtocolChoice | undefined;
  /** The largest frame to accept or send, in bytes, at least 256. @default 33554432 (32 MiB) */
  readonly maxFrameBytes?: number | undefined;
  /**
   * Maximum number of requests that are read before the first of them has its response; 1 runs them one by one.
   * @default 64
   */
  readonly maxInFlight?: number | undefined;
  /**
   * Maximum bytes of requests, and of responses not yet sent, that are held before no further request starts; with
   * nothing in flight one is always let in. The request that reaches the limit and the outputs of those that run by
   * then, at most `maxInFlight`, come on top: an output's size is not known before it is computed. @default 67108864
   * (64 MiB)
   */
  readonly maxInFlightBytes?: number | undefined;
  /**
   * Longest time that requests may still take after the client has sent its last byte, in milliseconds; then they are
   * aborted. A client that is gone cannot be told from one that still waits for responses. `Infinity` waits. @default
   * 5000
   */
  readonly endGraceMs?: number | undefined;
}

/** {@link BinaryServerOptions} with every default filled in. */
export type CheckedServerOptions = {
  readonly [Name in keyof Omit<BinaryServerOptions, "programBudget">]-?: NonNullable<
    BinaryServerOptions[Name]
  >;
} & Pick<BinaryServerOptions, "programBudget">;

/**
 * Fills in defaults and checks limits: for servers that accept clients later and want to fail at once.
 *
 * @throws RangeError for a limit out of range
 */
export function checkedServerOptions(options: BinaryServerOptions): CheckedServerOptions {
  const { protocol = generationB, maxInFlight = 64 } = options;
  const { maxInFlightBytes = 64 * 1024 * 1024, endGraceMs = 5000 } = options;
  return {
    ...checkedProgramLimits(options),
    protocol,
    maxFrameBytes: checkedFrameLimit(options.maxFrameBytes),
    maxInFlight: checkedLimit("maxInFlight", maxInFlight),
    maxInFlightBytes: checkedLimit("maxInFlightBytes", maxInFlightBytes),
    endGraceMs: checkedDuration("endGraceMs", endGraceMs),
  };
}
