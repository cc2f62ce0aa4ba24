const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Bytes as base64 with padding. */
export function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    // After the last byte, `undefined` has the bits of 0.
    const bits = (bytes[i]! << 16) | (bytes[i + 1]! << 8) | bytes[i + 2]!;
    text += alphabet.charAt(bits >> 18) + alphabet.charAt((bits >> 12) & 63);
    text += left > 1 ? alphabet.charAt((bits >> 6) & 63) : "=";
    text += left > 2 ? alphabet.charAt(bits & 63) : "=";
  }
  return text;
}

/** Returns the bytes of base64 with or without padding, in either alphabet; `undefined` if the text is not base64. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  const digits = text.replace(/={1,2}$/, "");
  const padded = digits.length < text.length;
  if (digits.length % 4 === 1 || (padded && text.length % 4 !== 0)) return undefined;
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let bits = 0;
  let at = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = digitOf(digits.charCodeAt(i));
    if (digit === undefined) return undefined;
    bits = (bits << 6) | digit;
    // The second, third and fourth digit of a group complete a byte each.
    const phase = i % 4;
    if (phase > 0) bytes[at++] = bits >> (6 - 2 * phase);
  }
  // Bits left over would be lost, so two texts would mean the same bytes.
  const leftOver = digits.length % 4 === 2 ? 15 : digits.length % 4 === 3 ? 3 : 0;
  return (bits & leftOver) === 0 ? bytes : undefined;
}

function digitOf(code: number): number | undefined {
  if (code >= 65 && code <= 90) return code - 65;
  if (code >= 97 && code <= 122) return code - 71;
  if (code >= 48 && code <= 57) return code + 4;
  if (code === 43 || code === 45) return 62;
  return code === 47 || code === 95 ? 63 : undefined;
}
