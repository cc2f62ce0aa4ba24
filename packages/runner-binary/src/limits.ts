const defaultFrameBytes = 32 * 1024 * 1024;
/** An error's fixed parts and a short text always fit. */
const minFrameBytes = 256;
const maxUint32 = 2 ** 32 - 1;

/** The limit of a connection, in range. */
export function checkedFrameLimit(maxFrameBytes: number = defaultFrameBytes): number {
  return checkedLimit("maxFrameBytes", maxFrameBytes, minFrameBytes, maxUint32);
}

/** @throws RangeError for a limit out of range, naming the option */
export function checkedLimit(
  option: string,
  value: number,
  min: number,
  max: number = Number.MAX_SAFE_INTEGER,
): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new RangeError(`${option} must be a whole number from ${min} to ${max}, got ${value}`);
}
