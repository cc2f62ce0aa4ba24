/** A promise that a test settles. */
export interface Gate<T = void> {
  readonly promise: Promise<T>;
  /** Lets everyone who waits for the promise go on. */
  readonly open: (value: T) => void;
  /** Makes everyone who waits for the promise fail. */
  readonly fail: (error: unknown) => void;
}

/** Creates a gate that is closed. */
export function createGate<T = void>(): Gate<T> {
  let open!: (value: T) => void;
  let fail!: (error: unknown) => void;
  const promise = new Promise<T>((resolve, reject) => {
    open = resolve;
    fail = reject;
  });
  // A test that fails before it waits must not end the process.
  promise.catch(() => {});
  return { promise, open, fail };
}
