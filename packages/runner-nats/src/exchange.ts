import { ErrorCode, LostCallError, RunnerError } from "@lutra/runner-core";
import type { ExchangeRequest, HttpExchange } from "@lutra/runner-http";
import { maxPayloadOf, type NatsConnection, type NatsMessage } from "./connection.ts";
import { joinMessage, splitMessage } from "./envelope.ts";

/** Creates an exchange that sends each request to a subject, and waits for its reply. */
export function natsExchange(
  connection: NatsConnection,
  subject: string,
  timeoutMs: number,
): HttpExchange {
  const prefix = randomHex(12);
  let count = 0;
  return async (request) => {
    const { method, url, headers, body, cancellation } = request;
    const id = `${prefix}${count++}`;
    const message = joinMessage({ method, path: new URL(url).pathname, headers, id }, body);
    const maxPayload = maxPayloadOf(connection);
    if (message.length > maxPayload) {
      throw new RunnerError(
        `the request has ${message.length} bytes, more than max_payload of the NATS server (${maxPayload})`,
        { code: ErrorCode.FRAME_TOO_LARGE },
      );
    }
    if (connection.isClosed()) throw lost("the connection to NATS is closed", false);
    const reply = connection
      .request(subject, message, { timeout: timeoutMs })
      .catch((error: unknown) => {
        throw lostRequest(request, subject, timeoutMs, error);
      });
    const { data } = await new Promise<NatsMessage>((resolve, reject) => {
      reply.then(resolve, reject);
      cancellation.onCancel = (reason) => {
        reject(reason as Error);
        // Every server hears of it; the one that works on the request heeds it.
        if (!connection.isClosed()) connection.publish(`${subject}.cancel`, utf8(id));
      };
    });
    const { head, body: answer } = splitMessage(data);
    return {
      status: Number(head.status),
      contentType: head.headers?.["content-type"],
      retryAfter: head.headers?.["retry-after"],
      // A copy: the NATS client shares memory between messages, and an output is its caller's.
      readBody: (maxBytes) => (answer.length > maxBytes ? undefined : new Uint8Array(answer)),
    };
  };
}

/** Parts of an error of a NATS client that tell why there is no reply. */
interface NatsError extends Error {
  readonly isNoResponders?: () => boolean;
  readonly cause?: { readonly name?: unknown; readonly operation?: unknown };
}

/** Returns the error of a request without a reply. */
function lostRequest(
  { method }: ExchangeRequest,
  subject: string,
  timeoutMs: number,
  cause: unknown,
): LostCallError {
  const { name, message, isNoResponders, cause: reason } = cause as NatsError;
  if (isNoResponders?.call(cause) === true) {
    return lost(`no runner serves the subject ${subject} of NATS`, false, { cause });
  }
  const mayHaveRun = method === "POST" && reason?.operation !== "publish";
  if (name === "TimeoutError") {
    const late = `no answer on the subject ${subject} of NATS within timeoutMs (${timeoutMs})`;
    return lost(late, mayHaveRun, { cause, code: ErrorCode.TIMEOUT });
  }
  const isRefused = reason?.name === "PermissionViolationError";
  return lost(`no answer on the subject ${subject} of NATS: ${message}`, mayHaveRun, {
    cause,
    code: isRefused ? ErrorCode.ACCESS_DENIED : ErrorCode.CONNECTION_CLOSED,
  });
}

function lost(
  message: string,
  mayHaveRun: boolean,
  options: { readonly cause?: unknown; readonly code?: ErrorCode } = {},
): LostCallError {
  const fate = mayHaveRun ? "the program may have run" : "the program did not run";
  return new LostCallError(`${message}; ${fate}`, {
    code: ErrorCode.CONNECTION_CLOSED,
    ...options,
    mayHaveRun,
  });
}

function randomHex(bytes: number): string {
  const random = crypto.getRandomValues(new Uint8Array(bytes));
  return Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
