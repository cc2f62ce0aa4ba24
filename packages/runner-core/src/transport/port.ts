/** The part of a browser's or Node's `MessagePort`, `Worker` or worker scope that a connection needs. */
export interface PortLike {
  /**
   * Sends a message. The buffers and ports in `transfer` move to the other side instead of being copied; they have no
   * closer type, because those of Node and of browsers differ.
   */
  postMessage(message: unknown, transfer?: readonly unknown[]): void;
  /** Browsers' way to listen; Node's ports have it too. */
  addEventListener?(type: string, listener: (event: unknown) => void): void;
  removeEventListener?(type: string, listener: (event: unknown) => void): void;
  /** Node's way to listen; preferred where there is one. */
  on?(type: string, listener: (value: unknown) => void): unknown;
  off?(type: string, listener: (value: unknown) => void): unknown;
  /** Starts delivery; ports of a browser's `MessageChannel` need it. */
  start?(): void;
  /** Only ports have it. */
  close?(): void;
}

/** Callbacks for the events of a port. */
export interface PortListener {
  readonly message: (message: unknown) => void;
  /** Nothing will arrive any more, or something did not: the other side is gone, or sent what cannot be read. Once. */
  readonly lost: (what: string, cause?: unknown) => void;
}

/** Events by which Node tells that a port or a worker is gone; the values they come with are Node's. */
const endings: Readonly<Record<string, (value: unknown) => [what: string, cause?: unknown]>> = {
  exit: (code) => [`the worker exited with code ${String(code)}`],
  close: () => ["the other side closed the port"],
  error: (error) => [failed(error), causeOf(error)],
  messageerror: (error) => ["a message could not be read", causeOf(error)],
};

/**
 * Listens to a port, for transports over workers and message channels.
 *
 * @returns stops listening; a Node thread may then end
 * @throws TypeError if the port has no events
 */
export function listenTo(port: PortLike, listener: PortListener): () => void {
  const stops: (() => void)[] = [];
  let isLost = false;
  const on = (type: string, handle: (value: unknown) => void): void => {
    if (port.on !== undefined) {
      port.on(type, handle);
      stops.push(() => port.off?.(type, handle));
    } else {
      // A `message` event carries the message; of other events, the event itself is passed on.
      const handleEvent = (event: unknown): void =>
        handle(type === "message" ? (event as { readonly data: unknown }).data : event);
      port.addEventListener?.(type, handleEvent);
      stops.push(() => port.removeEventListener?.(type, handleEvent));
    }
  };
  if (port.on === undefined && port.addEventListener === undefined)
    throw new TypeError("expected a MessagePort, a Worker, or the scope of a worker");
  for (const [type, describe] of Object.entries(endings)) {
    on(type, (value) => {
      // A worker that fails also exits; only the first tells why.
      if (isLost) return;
      isLost = true;
      listener.lost(...describe(value));
    });
  }
  on("message", listener.message);
  port.start?.();
  return () => {
    for (const stop of stops) stop();
  };
}

function causeOf(value: unknown): unknown {
  // A browser's ErrorEvent: its `error` is null when the script comes from elsewhere or does not load.
  const { error } = (value ?? {}) as { error?: unknown };
  return error ?? value;
}

function failed(value: unknown): string {
  const { message } = (value ?? {}) as { message?: unknown };
  return typeof message === "string" && message !== ""
    ? `the worker failed: ${message}`
    : "the worker failed, probably because its script could not be loaded";
}
