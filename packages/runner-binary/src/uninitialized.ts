/** The part of Node's `Buffer` that is needed; absent elsewhere. */
interface NodeBuffer {
  allocUnsafeSlow(bytes: number): Uint8Array<ArrayBuffer>;
}

/**
 * Allocates memory that will be filled completely before anyone sees it: where the platform allows, it is not cleared
 * first, which takes as long as filling it.
 */
export function uninitialized(bytes: number): ArrayBuffer {
  const { Buffer } = globalThis as { Buffer?: NodeBuffer };
  return Buffer === undefined ? new ArrayBuffer(bytes) : Buffer.allocUnsafeSlow(bytes).buffer;
}
