/** Why a body was not read to its end. */
export type BodyFault = "too large" | "aborted";

/** Reading a body failed for a reason that the reader set. */
export class BodyError extends Error {
  override readonly name = "BodyError" as const;
  readonly fault: BodyFault;

  constructor(fault: BodyFault) {
    super(`the body was not read: ${fault}`);
    this.fault = fault;
  }
}

/** The part of a request or a response that has a body. */
export interface BodyHolder {
  readonly headers: Headers;
  readonly body: ReadableStream<Uint8Array> | null;
}

/**
 * Reads a body of at most `maxBytes`. The length header is believed where it forbids reading, never where it would
 * allocate: memory grows with what arrives.
 *
 * @throws BodyError `too large`, or `aborted` as soon as the signal is
 */
export async function readBody(
  { headers, body }: BodyHolder,
  maxBytes: number,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  if (body === null) return new Uint8Array();
  const reader = body.getReader();
  const checkAbort = (): void => {
    if (signal?.aborted === true) throw new BodyError("aborted");
  };
  // Cancelling is a courtesy to the other side; that it fails changes nothing here.
  const cancel = (): void => void reader.cancel().catch(() => {});
  signal?.addEventListener("abort", cancel, { once: true });
  try {
    checkAbort();
    if (Number(headers.get("content-length") ?? 0) > maxBytes) throw new BodyError("too large");
    const chunks: Uint8Array[] = [];
    let length = 0;
    for (;;) {
      const { done, value } = await reader.read();
      checkAbort();
      if (done) return join(chunks, length);
      length += value.length;
      if (length > maxBytes) throw new BodyError("too large");
      chunks.push(value);
    }
  } catch (error) {
    cancel();
    throw error;
  } finally {
    signal?.removeEventListener("abort", cancel);
  }
}

function join(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let end = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, end);
    end += chunk.length;
  }
  return bytes;
}
