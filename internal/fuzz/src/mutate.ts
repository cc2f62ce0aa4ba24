import type { Random } from "@lutra-internal/testing";

/** Bytes that often decide: limits of numbers, brackets, quotes, separators, controls. */
const interesting = [
  ...Buffer.from('\0\u0001\u0004\b\u007f{}[](),:="\\`@#.-+eExb09_\n\r '),
  0x80,
  0xff,
];

/** Maximum length of an input. */
export const maxInputBytes = 2048;

/** Returns an input that differs from one of the corpus in a few places, or is put together from two of them. */
export function mutate(corpus: readonly Uint8Array[], random: Random): Uint8Array {
  let bytes: Uint8Array = random.pick(corpus).slice();
  for (let i = random.below(4); i >= 0; i--) bytes = change(bytes, corpus, random);
  return bytes.subarray(0, maxInputBytes);
}

function change(bytes: Uint8Array, corpus: readonly Uint8Array[], random: Random): Uint8Array {
  const at = random.below(bytes.length + 1);
  const length = random.below(Math.min(16, bytes.length - at) + 1);
  switch (random.below(7)) {
    case 0:
      return replaced(bytes, at, 1, [random.pick(interesting)]);
    case 1:
      return replaced(bytes, at, 1, [random.below(256)]);
    case 2:
      return replaced(bytes, at, 0, [random.pick(interesting)]);
    case 3:
      return replaced(bytes, at, length, []);
    case 4:
      return replaced(bytes, at, 0, bytes.subarray(at, at + length));
    case 5: {
      const other = random.pick(corpus);
      const from = random.below(other.length + 1);
      return replaced(bytes, at, length, other.subarray(from, from + random.below(32)));
    }
    default:
      return replaced(bytes, at, 1, [((bytes[at] ?? 0) + random.pick([1, 255, 2, 254])) & 0xff]);
  }
}

function replaced(bytes: Uint8Array, at: number, count: number, by: ArrayLike<number>): Uint8Array {
  const rest = bytes.subarray(at + count);
  const result = new Uint8Array(at + by.length + rest.length);
  result.set(bytes.subarray(0, at));
  result.set(by, at);
  result.set(rest, at + by.length);
  return result;
}
