/**
 * Returns bytes that WebCrypto, `fetch` and sockets take: bytes in shared or resizable memory are copied.
 *
 * @param what names the bytes in the error
 * @throws TypeError for anything but a `Uint8Array`, and if its memory was transferred or taken away
 */
export function plainBytes(bytes: Uint8Array, what: string): Uint8Array<ArrayBuffer> {
  // Not by its class: each realm has its own.
  if (Object.prototype.toString.call(bytes) !== "[object Uint8Array]") {
    throw new TypeError(`the ${what} must be a Uint8Array, got ${typeof bytes}`);
  }
  const { buffer } = bytes;
  const isResizable = (buffer as { readonly resizable?: boolean }).resizable === true;
  // Not `length`: V8 11 compiles code that reads the one from before a transfer.
  if (bytes.byteLength > 0 && buffer instanceof ArrayBuffer && !isResizable) {
    return bytes as Uint8Array<ArrayBuffer>;
  }
  try {
    // Fails if there is no memory left. An empty view may be one whose memory is gone.
    return new Uint8Array(bytes);
  } catch (cause) {
    throw new TypeError(`the memory of the ${what} was transferred or taken away`, { cause });
  }
}
