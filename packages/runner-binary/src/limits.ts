import { checkedLimit } from "@lutra/runner-core/transport";

const defaultFrameBytes = 32 * 1024 * 1024;
/** An error's fixed parts and a short text always fit. */
const minFrameBytes = 256;
const maxUint32 = 2 ** 32 - 1;

/**
 * Checks the largest frame of a connection, or returns the default.
 *
 * @throws RangeError if it is out of range
 */
export function checkedFrameLimit(maxFrameBytes: number = defaultFrameBytes): number {
  return checkedLimit("maxFrameBytes", maxFrameBytes, { min: minFrameBytes, max: maxUint32 });
}
