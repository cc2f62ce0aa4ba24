/** A Node port's `postMessage` tells whether there is another end; a browser's returns nothing. */
type TellingPort = Omit<MessagePort, "postMessage"> & {
  postMessage(message: unknown): boolean | undefined;
  unref?(): void;
};

/**
 * Finds out whether a thread is gone while this one cannot process events: a port that only that thread holds is closed
 * when it ends, also when it never got to read the port. Node tells so synchronously, to the thread that posts to the
 * other end; elsewhere nothing is known, and `isCut` stays false.
 */
export class Lifeline {
  /** For the other thread to hold. */
  readonly farEnd: MessagePort;
  readonly #end: TellingPort;
  readonly #tells: boolean;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.farEnd = port2;
    this.#end = port1 as TellingPort;
    this.#tells = this.#end.postMessage(0) === true;
    this.#end.unref?.();
  }

  /** `true` if the thread that holds the far end is known to be gone. */
  get isCut(): boolean {
    return this.#tells && this.#end.postMessage(0) !== true;
  }

  close(): void {
    this.#end.close();
  }
}

/** Holds the far end of a lifeline for as long as this thread lives. */
export function holdLifeline(farEnd: MessagePort): void {
  // What the other side posts is not worth keeping; and a listener keeps the port from being collected.
  farEnd.onmessage = () => {};
  (farEnd as { unref?: () => void }).unref?.();
}
