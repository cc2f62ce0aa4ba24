/** The part of the Web Locks API that is needed. */
interface LockManager {
  request(
    name: string,
    options: { readonly signal?: AbortSignal },
    callback: () => Promise<void> | undefined,
  ): Promise<unknown>;
}

// A browser reports to no one that a worker was terminated or another page closed. But it frees the
// locks of what is gone, so the one side holds a lock for as long as it lives, and the other side
// asks for the same one.

/**
 * Holds a lock until told to let go, or until this thread is gone.
 *
 * @param onHeld gets the lock's name, or `undefined` where there are no locks or none are needed: Node has events
 * @returns lets go
 */
export function holdLifeLock(onHeld: (name: string | undefined) => void): () => void {
  const locks = lockManager();
  if (locks === undefined) {
    onHeld(undefined);
    return () => {};
  }
  const name = `lutra ${crypto.randomUUID()}`;
  let letGo = (): void => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  const take = (): Promise<void> => {
    onHeld(name);
    return held;
  };
  // Pages of an opaque origin have the API but no locks.
  locks.request(name, {}, take).catch(() => onHeld(undefined));
  return letGo;
}

/**
 * Waits for the end of who holds a lock; of no lock, never.
 *
 * @returns stops waiting
 */
export function watchLifeLock(name: string | undefined, onGone: () => void): () => void {
  if (name === undefined) return () => {};
  const watching = new AbortController();
  const gone = (): undefined => onGone() as undefined;
  lockManager()
    ?.request(name, { signal: watching.signal }, gone)
    .catch(() => {});
  return () => watching.abort();
}

function lockManager(): LockManager | undefined {
  const { navigator, process } = globalThis as {
    navigator?: { locks?: LockManager };
    process?: { versions?: { node?: string } };
  };
  return process?.versions?.node === undefined ? navigator?.locks : undefined;
}
