import type { NatsConnection, NatsMessage } from "../../src/index.ts";

type Callback = (error: Error | null, message: NatsMessage) => void;

interface Subscription {
  readonly subject: string;
  readonly queue: string | undefined;
  readonly callback: Callback;
}

/** As a NATS server and its client do: subjects, queue groups, no responders, time-outs, and no more than `maxPayload`. */
export class MemoryNats implements NatsConnection {
  readonly #subscriptions = new Set<Subscription>();
  readonly #waiting = new Set<(error: Error) => void>();
  readonly #maxPayload: number | undefined;
  #isClosed = false;
  #next = 0;
  /** Messages that were published to subjects on which no one answers. */
  readonly published: string[] = [];

  constructor(maxPayload?: number) {
    this.#maxPayload = maxPayload;
  }

  get info(): { readonly max_payload: number } | undefined {
    return this.#maxPayload === undefined ? undefined : { max_payload: this.#maxPayload };
  }

  isClosed(): boolean {
    return this.#isClosed;
  }

  /** Ends the connection, and all requests with an error. */
  close(): void {
    this.#isClosed = true;
    this.#subscriptions.clear();
    for (const reject of this.#waiting) reject(named("RequestError", "connection closed"));
  }

  async request(
    subject: string,
    payload: Uint8Array,
    { timeout }: { readonly timeout: number },
  ): Promise<NatsMessage> {
    this.#check(payload);
    return await new Promise((resolve, reject) => {
      const members = [...this.#subscriptions].filter((each) => each.subject === subject);
      if (members.length === 0) {
        const error = named("RequestError", `no responders: '${subject}'`);
        return reject(Object.assign(error, { isNoResponders: () => true }));
      }
      const late = (): void => reject(named("TimeoutError", "timeout"));
      const timer = setTimeout(late, timeout);
      this.#waiting.add(reject);
      const respond = (data: Uint8Array): boolean => {
        this.#check(data);
        clearTimeout(timer);
        this.#waiting.delete(reject);
        resolve({ data, respond: () => false });
        return true;
      };
      const member = members[this.#next++ % members.length];
      queueMicrotask(() => member?.callback(null, { data: payload.slice(), respond }));
    });
  }

  publish(subject: string, payload: Uint8Array): void {
    this.#check(payload);
    this.published.push(`${subject} ${new TextDecoder().decode(payload)}`);
    for (const each of this.#subscriptions) {
      if (each.subject !== subject) continue;
      each.callback(null, { data: payload.slice(), respond: () => false });
    }
  }

  subscribe(
    subject: string,
    options: { readonly queue?: string; readonly callback: Callback },
  ): { drain(): Promise<void>; unsubscribe(): void } {
    const subscription = { subject, queue: options.queue, callback: options.callback };
    this.#subscriptions.add(subscription);
    const unsubscribe = (): void => void this.#subscriptions.delete(subscription);
    return {
      drain: async () => {
        if (!this.#subscriptions.has(subscription))
          throw named("InvalidOperationError", "subscription is already closed");
        unsubscribe();
        await Promise.resolve();
      },
      unsubscribe,
    };
  }

  /** Ends all subscriptions to a subject, as a server does that does not allow them. */
  refuse(subject: string): void {
    for (const each of this.#subscriptions) {
      if (each.subject === subject) this.#subscriptions.delete(each);
    }
  }

  /** Subjects and queue groups that are listened to. */
  get subscriptions(): readonly string[] {
    return [...this.#subscriptions].map(({ subject, queue }) => `${subject} ${queue ?? "-"}`);
  }

  #check(payload: Uint8Array): void {
    if (this.#isClosed) throw named("ClosedConnectionError", "closed connection");
    if (payload.length > (this.#maxPayload ?? 1024 * 1024)) {
      throw named("InvalidArgumentError", "'payload' max_payload size exceeded");
    }
  }
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
