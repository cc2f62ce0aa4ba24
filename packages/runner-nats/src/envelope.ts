/** Head of a request. */
export interface RequestHead {
  readonly method: string;
  /** Path of a resource of docs/http.md. */
  readonly path: string;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Names the request in messages that cancel it. */
  readonly id: string;
}

/** Head of an answer. */
export interface ReplyHead {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

const lengthBytes = 4;

/** Joins a head and a body to one message: the length of the head in four bytes, the head as JSON, the body. */
export function joinMessage(
  head: ReplyHead | RequestHead,
  body: Uint8Array = new Uint8Array(),
): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(JSON.stringify(head));
  const message = new Uint8Array(lengthBytes + json.length + body.length);
  new DataView(message.buffer).setUint32(0, json.length, true);
  message.set(json, lengthBytes);
  message.set(body, lengthBytes + json.length);
  return message;
}

/**
 * Splits a message. The body is a view of it, and a plain `Uint8Array` even if that is a `Buffer`.
 *
 * @throws Error if the message has no head
 */
export function splitMessage(message: Uint8Array): {
  readonly head: Partial<ReplyHead & RequestHead>;
  readonly body: Uint8Array;
} {
  const view = new DataView(message.buffer, message.byteOffset, message.length);
  const end = lengthBytes + view.getUint32(0, true);
  if (end > message.length) throw new RangeError("the message ends before its head does");
  const json = new TextDecoder().decode(message.subarray(lengthBytes, end));
  const body = new Uint8Array(message.buffer, message.byteOffset + end, message.length - end);
  return { head: Object(JSON.parse(json)) as ReplyHead & RequestHead, body };
}
