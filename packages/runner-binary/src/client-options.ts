import type { MessageClientOptions } from "@lutra/runner-core/transport";
import { checkedLimit } from "@lutra/runner-core/transport";
import { generationB } from "./generation-b.ts";
import { checkedFrameLimit } from "./limits.ts";
import type { Protocol } from "./protocol.ts";

/** Options of a `BinaryClient`. */
export interface BinaryClientOptions extends MessageClientOptions {
  /** The generation that the server speaks; a client cannot find out. @default generationB */
  readonly protocol?: Protocol | undefined;
  /** The largest frame to send or accept, in bytes, at least 256. @default 33554432 (32 MiB) */
  readonly maxFrameBytes?: number | undefined;
}

/** {@link BinaryClientOptions} with every default filled in. */
export type CheckedClientOptions = {
  readonly [Name in keyof BinaryClientOptions]-?: NonNullable<BinaryClientOptions[Name]>;
};

/**
 * Fills in defaults and checks limits: for clients that open a connection first and want to fail before.
 *
 * @throws RangeError for a limit out of range
 */
export function checkedClientOptions(options: BinaryClientOptions): CheckedClientOptions {
  const { protocol = generationB, firstRequestId = 0 } = options;
  return {
    protocol,
    maxFrameBytes: checkedFrameLimit(options.maxFrameBytes),
    firstRequestId: checkedLimit("firstRequestId", firstRequestId, { min: 0, max: 2 ** 32 - 1 }),
  };
}
