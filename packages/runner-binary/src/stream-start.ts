/** So much of a stream's beginning is kept. */
const startBytes = 64;
/** The shortest line that is told about: four bytes may be the length of a frame that is too large. */
const lineBytes = 5;
/** So much text starts no message: by then there would be a tag, which is no printable character. */
const taggedBytes = 9;

/**
 * Keeps how a stream begins until it has turned out to carry frames, and names what else it may be: other protocols
 * that clients and servers meet on a wrong port.
 */
export class StreamStart {
  #bytes = new Uint8Array(startBytes);
  #length = 0;

  add(chunk: Uint8Array): void {
    const added = chunk.subarray(0, startBytes - this.#length);
    this.#bytes.set(added, this.#length);
    this.#length += added.length;
  }

  /**
   * Returns the name of the protocol that the stream carries instead, and advice; `undefined` if the bytes may be
   * frames.
   *
   * @param isBroken whether the stream is known to carry no message; otherwise only what cannot be one is named
   */
  foreign(isBroken: boolean): string | undefined {
    if (this.#isTlsHello() || (isBroken && this.#isTlsAlert()))
      return foreign("TLS", "connect through something that ends TLS");
    const { text, isLine } = this.#text();
    if (text.length < (isBroken && isLine ? lineBytes : taggedBytes)) return undefined;
    // Of a request no more than its method: paths may hold secrets, and this ends in logs.
    const http = /^HTTP\S* ?\d*|^[A-Z]+(?= \S)/.exec(text)?.[0];
    return http === undefined
      ? foreign(`text (${JSON.stringify(text)})`, "check what is at the other end")
      : foreign(`HTTP (${http})`, "check the address, or use @lutra/runner-http on both sides");
  }

  /**
   * Returns `true` if the stream starts like a client of TLS: a record with a hello. The pointer after a request's tag
   * is 4 or 0.
   */
  #isTlsHello(): boolean {
    const [type, major, , , , handshake, , , , version] = this.#bytes;
    return type === 0x16 && major === 3 && handshake === 1 && version === 3;
  }

  /**
   * Returns `true` if the stream starts as a server of TLS answers anything but a hello: with a record of two bytes, a
   * warning or a fatal error.
   */
  #isTlsAlert(): boolean {
    const [type, major, , high, low, level = 0] = this.#bytes;
    return type === 0x15 && major === 3 && high === 0 && low === 2 && level >= 1 && level <= 2;
  }

  /** Returns the printable characters at the start, and whether only the end of a line or of the bytes follows. */
  #text(): { readonly text: string; readonly isLine: boolean } {
    const bytes = this.#bytes.subarray(0, this.#length);
    const end = bytes.findIndex((byte) => byte < 0x20 || byte > 0x7e);
    const text = String.fromCharCode(...(end < 0 ? bytes : bytes.subarray(0, end)));
    return { text, isLine: end < 0 || bytes[end] === 0x0d || bytes[end] === 0x0a };
  }
}

function foreign(what: string, advice: string): string {
  return `${what}, not frames of the binary protocol: ${advice}`;
}
