import { createGrowingBytes } from "@lutra/runner-core/transport";

/**
 * Reads a stream to its end. Memory grows with what arrives.
 *
 * @returns the bytes, or undefined as soon as there are more than `maxBytes`; the stream is then cancelled
 * @throws whatever the stream fails with, and the signal's reason when it aborts
 */
export async function readStream(
  stream: ReadableStream<Uint8Array> | null,
  maxBytes: number,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (stream === null) return new Uint8Array();
  const reader = stream.getReader();
  // Cancelling is a courtesy to the other side; that it fails changes nothing here.
  const cancel = (): void => void reader.cancel().catch(() => {});
  signal?.addEventListener("abort", cancel);
  const bytes = createGrowingBytes();
  try {
    for (;;) {
      signal?.throwIfAborted();
      const { done, value } = await reader.read();
      if (done) break;
      if (bytes.length + value.length > maxBytes) {
        cancel();
        return undefined;
      }
      bytes.push(value);
    }
  } finally {
    signal?.removeEventListener("abort", cancel);
  }
  // A cancelled stream looks as if it had ended.
  signal?.throwIfAborted();
  return bytes.take();
}
