import type { TextRow } from "../adapter.ts";

/** The part of a message of PGlite's that the adapter reads: rows have fields, errors a code. */
export interface PgliteMessage {
  readonly name: string;
  readonly fields?: unknown;
}

/** Maximum number of parameters of a statement: the protocol counts them in 16 bits. */
const maxParameters = 65_535;

/**
 * Encodes the messages that execute a statement: Parse, Bind, Execute and Sync, all values as text.
 *
 * @throws RangeError if there are more than 65,535 parameters
 */
export function statementMessages(
  sql: string,
  parameters: readonly (string | null)[],
): Uint8Array<ArrayBuffer> {
  if (parameters.length > maxParameters) {
    throw new RangeError(
      `a statement has at most ${maxParameters} parameters, got ${parameters.length}`,
    );
  }
  const encoder = new TextEncoder();
  const text = encoder.encode(sql);
  const values = parameters.map((value) => (value === null ? null : encoder.encode(value)));
  const valuesLength = values.reduce((sum, value) => sum + 4 + (value?.length ?? 0), 0);

  // Names are empty, so each is one zero byte; counts have 2 bytes, and lengths, which count themselves, 4.
  const parseLength = 4 + 1 + text.length + 1 + 2;
  const bindLength = 4 + 1 + 1 + 2 + 2 + valuesLength + 2;
  const executeLength = 4 + 1 + 4;
  const syncLength = 4;
  const bytes = new Uint8Array(4 + parseLength + bindLength + executeLength + syncLength);
  const view = new DataView(bytes.buffer);
  let at = 0;
  const begin = (letter: string, length: number): void => {
    bytes[at] = letter.charCodeAt(0);
    view.setInt32(at + 1, length);
    at += 5;
  };

  begin("P", parseLength);
  bytes.set(text, at + 1);
  at += parseLength - 4;
  begin("B", bindLength);
  view.setUint16(at + 4, values.length);
  at += 6;
  for (const value of values) {
    view.setInt32(at, value?.length ?? -1);
    if (value !== null) bytes.set(value, at + 4);
    at += 4 + (value?.length ?? 0);
  }
  at += 2;
  begin("E", executeLength);
  at += executeLength - 4;
  begin("S", syncLength);
  return bytes;
}

/**
 * Returns the rows among the messages of a result.
 *
 * PGlite drops a U+FEFF at the beginning of a cell. The bytes of the result still have it, so rows with one are read
 * from those.
 *
 * @param data bytes that the messages were read from
 */
export function rowsOf(messages: readonly PgliteMessage[], data: Uint8Array): readonly TextRow[] {
  return (hasByteOrderMark(data) ? readMessages(data) : messages)
    .filter(({ name }) => name === "dataRow")
    .map(({ fields }) => fields as TextRow);
}

/** U+FEFF in UTF-8. */
const mark = [0xef, 0xbb, 0xbf] as const;

function isMarkAt(data: Uint8Array, at: number): boolean {
  return data[at] === mark[0] && data[at + 1] === mark[1] && data[at + 2] === mark[2];
}

function hasByteOrderMark(data: Uint8Array): boolean {
  let at = data.indexOf(mark[0]);
  while (at !== -1 && !isMarkAt(data, at)) at = data.indexOf(mark[0], at + 1);
  return at !== -1;
}

const dataRowType = /* @__PURE__ */ "D".charCodeAt(0);
const errorType = /* @__PURE__ */ "E".charCodeAt(0);

/** Reads the rows and the errors among the bytes of a result. */
export function readMessages(data: Uint8Array): readonly PgliteMessage[] {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const messages: PgliteMessage[] = [];
  let next: number;
  for (let at = 0; at < data.length; at = next) {
    next = at + 1 + view.getInt32(at + 1);
    if (data[at] === errorType) messages.push(readError(data.subarray(at + 5, next), decoder));
    if (data[at] !== dataRowType) continue;
    const fields: (string | null)[] = [];
    let cell = at + 7;
    for (let column = view.getUint16(at + 5); column > 0; column--) {
      const length = view.getInt32(cell);
      cell += 4;
      const end = cell + Math.max(0, length);
      fields.push(length < 0 ? null : decoder.decode(data.subarray(cell, end)));
      cell = end;
    }
    messages.push({ name: "dataRow", fields });
  }
  return messages;
}

/** Properties that drivers give an error, by the letter of the field. */
const errorFields: Readonly<Record<string, string>> = {
  C: "code",
  M: "message",
  D: "detail",
  H: "hint",
  P: "position",
};

/** Reads an error, of the class that drivers of PostgreSQL have: an `Error` with the fields as properties. */
function readError(body: Uint8Array, decoder: TextDecoder): PgliteMessage {
  const error = Object.assign(new Error("the server gave no message"), { name: "error" });
  for (const field of decoder.decode(body).split("\0")) {
    const property = errorFields[field.charAt(0)];
    if (property !== undefined) Object.assign(error, { [property]: field.slice(1) });
  }
  return error;
}
