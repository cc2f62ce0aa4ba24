import type { PortLike } from "@lutra/runner-core/transport";
import type { Batch } from "./batch.ts";

/**
 * Posts a batch. Buffers that refuse to be transferred, such as those of WebAssembly memory, are copied instead.
 *
 * @param onLost called if it cannot be posted at all
 */
export function postBatch(
  port: PortLike,
  batch: Batch,
  transfer: ArrayBuffer[],
  onLost: (what: string, cause: unknown) => void,
): void {
  try {
    port.postMessage(batch, transfer);
  } catch {
    try {
      // Cloning needs views that do not drag a larger buffer along.
      port.postMessage(batch instanceof Uint8Array ? batch : batch.map(copyOfBytes), []);
    } catch (error) {
      onLost("a message could not be posted", error);
    }
  }
}

function copyOfBytes(value: unknown): unknown {
  return value instanceof Uint8Array ? new Uint8Array(value) : value;
}
