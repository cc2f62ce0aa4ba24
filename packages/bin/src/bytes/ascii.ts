/** Input with texts in it: what a `Reader` is to the code that converts them. */
export interface TextInput {
  readonly view: DataView;
  readonly bytes: Uint8Array;
  /** Position after the last byte. */
  readonly end: number;
  /** Keeps the input from being kept alive by its texts. */
  readonly copy: boolean | undefined;
}

/** Maximum number of bytes of ASCII that are read one by one; the engine converts longer texts faster. */
export const short = 64;

/** Returns `true` if all bytes from `start` to `end` are ASCII. */
export function isAscii({ view, bytes }: TextInput, start: number, end: number): boolean {
  let bits = 0;
  if (end - start < 4) {
    for (let at = start; at < end; at++) bits |= bytes[at]!;
  } else {
    // The last four bytes overlap those before: no loop over what is left, whose end is hard to predict.
    const last = end - 4;
    for (let at = start; at < last; at += 4) bits |= view.getInt32(at, true);
    bits |= view.getInt32(last, true);
  }
  return (bits & 0x80808080) === 0;
}
