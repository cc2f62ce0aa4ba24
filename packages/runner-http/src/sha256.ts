import { ErrorCode, RunnerError } from "@lutra/runner-core";

/**
 * The SHA-256 of some bytes as 64 lower-case hexadecimal digits.
 *
 * @throws RunnerError `UNSUPPORTED` in a browser page without a secure context, which has no WebCrypto
 */
export async function sha256(bytes: Uint8Array): Promise<string> {
  const subtle = (globalThis.crypto as Crypto | undefined)?.subtle;
  if (subtle === undefined) {
    throw new RunnerError("WebCrypto is missing: serve the page over https or from localhost", {
      code: ErrorCode.UNSUPPORTED,
    });
  }
  const digest = new Uint8Array(await subtle.digest("SHA-256", unshared(bytes)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** WebCrypto and fetch refuse bytes in shared memory. */
export function unshared(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer
    ? (bytes as Uint8Array<ArrayBuffer>)
    : new Uint8Array(bytes);
}
