/** Memory in use at one time, after garbage collection. */
export interface HeapSample {
  readonly atMs: number;
  readonly bytes: number;
}

/** Rate at which memory grows. */
export interface HeapSlope {
  readonly mibPerHour: number;
  /** Standard error of the slope: noise of a short run is larger than of a long one. */
  readonly errorMiBPerHour: number;
}

const mib = 2 ** 20;
const hourMs = 3_600_000;

/** Returns the straight line that fits samples best (least squares). @throws RangeError for fewer than three samples */
export function heapSlope(samples: readonly HeapSample[]): HeapSlope {
  const n = samples.length;
  if (n < 3) throw new RangeError(`a slope needs 3 samples, got ${n}: run for longer`);
  const meanMs = samples.reduce((sum, { atMs }) => sum + atMs, 0) / n;
  const meanBytes = samples.reduce((sum, { bytes }) => sum + bytes, 0) / n;
  let squares = 0;
  let products = 0;
  for (const { atMs, bytes } of samples) {
    squares += (atMs - meanMs) ** 2;
    products += (atMs - meanMs) * (bytes - meanBytes);
  }
  const slope = products / squares;
  const residuals = samples.reduce(
    (sum, { atMs, bytes }) => sum + (bytes - meanBytes - slope * (atMs - meanMs)) ** 2,
    0,
  );
  const error = Math.sqrt(residuals / (n - 2) / squares);
  return { mibPerHour: (slope * hourMs) / mib, errorMiBPerHour: (error * hourMs) / mib };
}
