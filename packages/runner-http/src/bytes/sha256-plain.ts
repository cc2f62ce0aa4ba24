/** Computes SHA-256 (FIPS 180-4) where there is no WebCrypto: pages that are neither over https nor from localhost. */
export function sha256Plain(bytes: Uint8Array): Uint8Array {
  const { roots, start } = constants();
  const padded = new Uint8Array(((bytes.length + 72) >> 6) << 6);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - 8, BigInt(bytes.length) * 8n);
  const state = start.slice();
  const w = new Int32Array(64);
  for (let block = 0; block < padded.length; block += 64) {
    for (let i = 0; i < 64; i++) {
      if (i < 16) w[i] = view.getInt32(block + 4 * i);
      else {
        const a = w[i - 15]!;
        const b = w[i - 2]!;
        const mixedA = rotated(a, 7) ^ rotated(a, 18) ^ (a >>> 3);
        const mixedB = rotated(b, 17) ^ rotated(b, 19) ^ (b >>> 10);
        w[i] = mixedA + w[i - 7]! + mixedB + w[i - 16]!;
      }
    }
    let [a, b, c, d, e, f, g, h] = state as unknown as Eight;
    for (let i = 0; i < 64; i++) {
      const mixedE = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
      const added = h + mixedE + ((e & f) ^ (~e & g)) + roots[i]! + w[i]!;
      const mixedA = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22);
      const majority = (a & b) ^ (a & c) ^ (b & c);
      [h, g, f, e, d, c, b, a] = [
        g,
        f,
        e,
        (d + added) | 0,
        c,
        b,
        a,
        (added + mixedA + majority) | 0,
      ];
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => (state[i]! += word));
  }
  const digest = new DataView(new ArrayBuffer(32));
  state.forEach((word, i) => digest.setInt32(4 * i, word));
  return new Uint8Array(digest.buffer);
}

type Eight = readonly [number, number, number, number, number, number, number, number];

/** Computes the bits of the fractions of cube roots and square roots of the first primes. */
function constants(): { readonly roots: Int32Array; readonly start: Int32Array } {
  const primes: number[] = [];
  for (let n = 2; primes.length < 64; n++) {
    if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  }
  // `| 0` keeps the low 32 bits, which are those of the fraction.
  const bits = (root: number): number => (root * 2 ** 32) | 0;
  return {
    roots: Int32Array.from(primes, (prime) => bits(Math.cbrt(prime))),
    start: Int32Array.from(primes.slice(0, 8), (prime) => bits(Math.sqrt(prime))),
  };
}

const rotated = (word: number, by: number): number => (word >>> by) | (word << (32 - by));
