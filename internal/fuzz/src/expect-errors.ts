type ErrorClass = abstract new (...args: never[]) => Error;

/** Errors of the engine, which are faults of ours also where a `TypeError` or a `RangeError` is expected. */
const engineErrors =
  /^Cannot (?:read|set|convert|mix|destructure|access)|is not (?:a function|a constructor|defined|iterable)|call stack|^Invalid (?:array|typed array|string|count|array buffer)|allocation failed|out of bounds|BigInt/;

/**
 * Runs a job that may throw errors of some classes. For those nothing is returned, otherwise the result in an array.
 *
 * @throws any other error, and errors of the engine of whatever class
 */
export function expectErrors<T>(classes: readonly ErrorClass[], job: () => T): readonly T[] {
  try {
    return [job()];
  } catch (error) {
    const isExpected = classes.some((each) => error instanceof each);
    if (isExpected && !engineErrors.test((error as Error).message)) return [];
    throw error;
  }
}
