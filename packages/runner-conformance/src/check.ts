import { isRunnerError, type RunnerError } from "@lutra/runner-core";
import { settlesWithin } from "@lutra/runner-core/transport";

/** A subject did not do what a case expects of it. */
export class ConformanceError extends Error {
  override readonly name = "ConformanceError" as const;
}

/** @throws ConformanceError unless the condition holds */
export function check(condition: boolean, message: string): asserts condition {
  if (!condition) throw new ConformanceError(message);
}

/** @throws ConformanceError unless both are the same */
export function checkSame(actual: unknown, expected: unknown, what: string): void {
  check(
    Object.is(actual, expected),
    `${what}: expected ${shown(expected)}, found ${shown(actual)}`,
  );
}

/** @throws ConformanceError unless both are the same bytes */
export function checkBytes(actual: Uint8Array, expected: Uint8Array, what: string): void {
  check(actual instanceof Uint8Array, `${what}: expected a Uint8Array, found ${shown(actual)}`);
  checkSame(actual.length, expected.length, `${what}, length`);
  const at = actual.findIndex((byte, i) => byte !== expected[i]);
  check(at < 0, `${what}: byte ${at} should be ${expected[at]}, and is ${actual[at]}`);
}

/** Returns the reason that a promise rejects with. @throws ConformanceError if it resolves */
export async function rejection(promise: Promise<unknown>, what: string): Promise<unknown> {
  let value: unknown;
  try {
    value = await promise;
  } catch (error) {
    return error;
  }
  throw new ConformanceError(`${what}: expected an error, found ${shown(value)}`);
}

/**
 * Returns the `RunnerError` that a promise rejects with.
 *
 * @param codes those that are fine; any if there are none
 * @throws ConformanceError for a value, another kind of error, another code, an empty message
 */
export async function runnerError(
  promise: Promise<unknown>,
  what: string,
  ...codes: readonly string[]
): Promise<RunnerError> {
  const error = await rejection(promise, what);
  check(isRunnerError(error), `${what}: expected a RunnerError, found ${shown(error)}`);
  check(error.message !== "", `${what}: the error has no message`);
  check(
    codes.length === 0 || codes.includes(error.code ?? "none"),
    `${what}: expected the code ${codes.join(" or ")}, found ${error.code} (${error.message})`,
  );
  return error;
}

/**
 * Waits for a promise.
 *
 * @param what what was awaited, and after a semicolon what to do if it does not come
 * @throws ConformanceError unless the promise settles in time; what it rejects with
 */
export async function within<T>(ms: number, promise: Promise<T>, what: string): Promise<T> {
  const isSettled = await settlesWithin(promise, ms);
  check(isSettled, `not within ${ms} ms: ${what}`);
  return promise;
}

/**
 * Asks again and again.
 *
 * @param what what was awaited, and after a semicolon what to do if it does not come
 * @throws ConformanceError if it does not become true in time
 */
export async function eventually(
  condition: () => Promise<boolean>,
  what: string,
  ms = 8000,
): Promise<void> {
  const end = performance.now() + ms;
  while (!(await condition())) {
    check(performance.now() < end, `not within ${ms} ms: ${what}`);
    await delay(20);
  }
}

/**
 * Marks a call that a case awaits later. If the case fails before, the call may reject with no one waiting, which would
 * end the process.
 */
export function begun<T>(call: Promise<T>): Promise<T> {
  call.catch(() => {});
  return call;
}

/** Waits. */
export function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Waits for some turns of the queue of microtasks, up to 29; for more, for 0 milliseconds and up. */
export async function pauseOf(length: number): Promise<void> {
  if (length >= 30) return await delay(length - 30);
  for (let turn = 0; turn < length; turn++) await Promise.resolve();
}

function shown(value: unknown): string {
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (typeof value === "string") return JSON.stringify(value);
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (typeof value !== "object" || value === null) return String(value);
  try {
    return `the object ${JSON.stringify(value).slice(0, 100)}`;
  } catch {
    return "an object";
  }
}
