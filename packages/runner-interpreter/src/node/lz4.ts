/**
 * Decompresses a block of LZ4, which Parquet calls `LZ4_RAW`.
 *
 * @param outputLength - in bytes; the result has exactly as many
 * @throws Error for anything but one block of that length
 * @see https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md
 */
export function decompressLz4(input: Uint8Array, outputLength: number): Uint8Array {
  const output = new Uint8Array(outputLength);
  let from = 0;
  let to = 0;

  /** Reads a length of which the token has four bits: the highest value says that bytes follow, to be added. */
  const readLength = (inToken: number): number => {
    let length = inToken;
    let byte = inToken === 15 ? 255 : 0;
    while (byte === 255) {
      byte = input[from++] ?? Number.NaN;
      length += byte;
    }
    return length;
  };

  while (from < input.length) {
    const token = input[from++] as number;
    const literals = readLength(token >> 4);
    if (!(from + literals <= input.length && to + literals <= outputLength)) throw damaged();
    output.set(input.subarray(from, from + literals), to);
    from += literals;
    to += literals;
    // The last sequence has no match.
    if (from === input.length) break;
    const distance = (input[from++] as number) + (input[from++] ?? Number.NaN) * 256;
    const end = to + readLength(token & 15) + 4;
    if (!(distance > 0 && distance <= to && end <= outputLength)) throw damaged();
    // Byte by byte: a match may reach into what it writes.
    for (; to < end; to++) output[to] = output[to - distance] as number;
  }
  if (to !== outputLength) throw damaged();
  return output;
}

function damaged(): Error {
  return new Error("damaged column: a page is no LZ4 block of the length that it should have");
}
