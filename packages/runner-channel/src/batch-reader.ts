import { ErrorCode, RunnerError } from "@lutra/runner-core";
import {
  abortableFlag,
  type ControlMessage,
  recordBytes,
  type RecordKind,
  recordKinds,
  valueLength,
} from "./batch.ts";

/** One message of a batch, not yet checked for what its kind wants. */
export interface BatchRecord {
  readonly kind: RecordKind;
  readonly id: number;
  readonly programId: number;
  readonly isAbortable: boolean;
  /** Bytes, as a view of the batch or on their own; or a value that anybody may have made; or nothing. */
  readonly content: unknown;
}

/** Bytes of a record that has none. */
const noBytes = new Uint8Array();

/**
 * Reads what arrived on a port.
 *
 * @returns the records of a batch, or a message about the connection
 * @throws RunnerError `PROTOCOL_ERROR` if it is neither
 */
export function readPortMessage(message: unknown): readonly BatchRecord[] | ControlMessage {
  if (message instanceof Uint8Array) return readRecords(message, []);
  if (Array.isArray(message)) {
    const [records, ...values] = message as readonly unknown[];
    if (records instanceof Uint8Array) return readRecords(records, values);
  } else if (isControlMessage(message)) {
    return message;
  }
  throw malformed("a message that is not the protocol's; is the port used for something else too?");
}

/** Returns the bytes of a record that must have some. */
export function bytesOf({ kind, content }: BatchRecord): Uint8Array {
  if (content instanceof Uint8Array) return content;
  throw malformed(`${kind} without bytes`);
}

/** Creates the error for a peer that broke the protocol. */
export function malformed(what: string): RunnerError {
  return new RunnerError(`the other side of the port sent ${what}`, {
    code: ErrorCode.PROTOCOL_ERROR,
  });
}

function readRecords(batch: Uint8Array, values: readonly unknown[]): readonly BatchRecord[] {
  const { length, buffer, byteOffset } = batch;
  if (length % 8 !== 0 || byteOffset % 8 !== 0) throw malformed("a batch of broken length");
  const words = new Uint32Array(buffer, byteOffset, length >>> 2);
  const records: BatchRecord[] = [];
  let nextValue = 0;
  for (let at = 0; at < length;) {
    const word = at >>> 2;
    const code = words[word] as number;
    const kind = recordKinds[code & ~abortableFlag];
    const size = words[word + 3];
    if (kind === undefined || size === undefined) throw malformed("a record of no known kind");
    at += recordBytes;
    let content: unknown = noBytes;
    if (size === valueLength) {
      if (nextValue === values.length) throw malformed(`${kind} without its value`);
      content = values[nextValue++];
    } else if (size > 0) {
      if (size > length - at) throw malformed(`${kind} that is cut off`);
      content = batch.subarray(at, at + size);
      at += (size + 7) & ~7;
    }
    const isAbortable = (code & abortableFlag) !== 0;
    records.push({
      kind,
      id: words[word + 1] as number,
      programId: words[word + 2] as number,
      isAbortable,
      content,
    });
  }
  if (nextValue !== values.length) throw malformed("values that belong to nothing");
  return records;
}

function isControlMessage(message: unknown): message is ControlMessage {
  if (typeof message !== "object" || message === null || !("lutra" in message)) return false;
  const { lutra, lock, reason, code } = message as Record<string, unknown>;
  const isText = (value: unknown): boolean => value === undefined || typeof value === "string";
  return (
    (lutra === "connect" || lutra === "ready" || lutra === "close") &&
    isText(lock) &&
    isText(reason) &&
    isText(code)
  );
}
