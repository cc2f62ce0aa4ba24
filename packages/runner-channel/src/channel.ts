import { type CallOptions, ErrorCode, type Run, RunnerError } from "@lutra/runner-core";
import {
  MessageClient,
  type RemoteProgram,
  type RequestMessage,
  type ResponseMessage,
  Session,
  type SessionOptions,
} from "@lutra/runner-core/transport";

/** Both ends of a connection inside one thread. */
export interface Channel extends AsyncDisposable {
  /** The client's end: a runner, as with any other transport. Its `shutdown` closes the channel. */
  readonly client: Run<RemoteProgram>;
  /**
   * Closes the channel from the server's end: pending calls reject with `CONNECTION_CLOSED` and are aborted on the
   * runner. Resolves when all programs are released; never rejects. The runner is not shut down.
   */
  close(): Promise<void>;
}

/**
 * Connects to a runner in the same thread, as if it were far away: program handles belong to the channel, ending it
 * ends its calls and releases its programs, errors have codes. Messages are plain objects; nothing is encoded or
 * copied, so inputs and outputs are the same bytes on both ends.
 *
 * Calls start at once, inside the call. An abort rejects the call and reaches the runner. The cause of an error is kept
 * as it is.
 *
 * @throws RangeError for a limit out of range
 *
 * @example
 * ```ts
 * await using channel = createChannel(runner);
 * const output = await channel.client.run(program, input);
 * ```
 */
export function createChannel(runner: Run, options: SessionOptions = {}): Channel {
  const session = new Session(runner, options);
  const client = new ChannelClient(session);
  const close = (): Promise<void> => client.closeFromServer();
  return { client, close, [Symbol.asyncDispose]: close };
}

class ChannelClient extends MessageClient {
  readonly #session: Session;

  constructor(session: Session) {
    super();
    this.#session = session;
  }

  closeFromServer(): Promise<void> {
    this.close(new RunnerError("the channel was closed", { code: ErrorCode.CONNECTION_CLOSED }));
    return this.#session.close();
  }

  protected override send(request: RequestMessage, options?: CallOptions): undefined {
    this.#session.handle(request, this.#answer, options);
  }

  protected override disconnect(): Promise<void> {
    return this.#session.close();
  }

  readonly #answer = (response: ResponseMessage): void => this.receive(response);
}
