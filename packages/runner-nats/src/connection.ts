/**
 * Part of a connection to NATS that is used. Those of `@nats-io/transport-node` have it, and those of `wsconnect` of
 * `@nats-io/nats-core`, in browsers and elsewhere.
 */
export interface NatsConnection {
  /** Information from the server on itself; `undefined` before it came. */
  readonly info?: { readonly max_payload: number } | undefined;
  isClosed(): boolean;
  request(
    subject: string,
    payload: Uint8Array,
    options: { readonly timeout: number },
  ): Promise<NatsMessage>;
  publish(subject: string, payload: Uint8Array): void;
  subscribe(
    subject: string,
    options: {
      readonly queue?: string;
      readonly callback: (error: Error | null, message: NatsMessage) => void;
    },
  ): NatsSubscription;
}

/** A message that has arrived. */
export interface NatsMessage {
  readonly data: Uint8Array;
  respond(payload: Uint8Array): boolean;
}

/** Interest in a subject. */
export interface NatsSubscription {
  /** Ends the interest, and resolves when all messages that were on their way have arrived. */
  drain(): Promise<void>;
  unsubscribe(): void;
}

/** Size of the largest message that a server takes unless it says so, in bytes. */
const defaultMaxPayload = 1024 * 1024;

/** Returns the size of the largest message that the server of a connection takes, in bytes. */
export function maxPayloadOf({ info }: NatsConnection): number {
  return info?.max_payload ?? defaultMaxPayload;
}
