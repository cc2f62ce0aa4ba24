import type { TextCursor } from "./text-cursor.ts";

/** A cell of CSV. */
export interface CsvCell {
  readonly text: string;
  /** `true` if the cell was written in quotes. */
  readonly quoted: boolean;
  readonly at: number;
}

/** A line of CSV; in quotes it may span several lines of text. */
export type CsvRecord = readonly CsvCell[];

/**
 * Reads all lines of a CSV text.
 *
 * @throws ParseError for quotes that do not match
 */
export function readCsv(cursor: TextCursor): readonly CsvRecord[] {
  const records: CsvRecord[] = [];
  cursor.take("\uFEFF");
  while (cursor.at < cursor.text.length) {
    const record = [readCell(cursor)];
    while (cursor.take(",")) record.push(readCell(cursor));
    records.push(record);
    if (cursor.match(lineEnd) === undefined && cursor.at < cursor.text.length)
      cursor.expected("a comma or the end of the line after a cell");
  }
  return records;
}

const lineEnd = /\r\n|\n|\r/y;
const plainCharacters = /[^",\r\n]*/y;

function readCell(cursor: TextCursor): CsvCell {
  const { at } = cursor;
  if (cursor.take('"')) return { text: readQuoted(cursor, at), quoted: true, at };
  const text = cursor.match(plainCharacters) ?? "";
  if (cursor.text.charAt(cursor.at) === '"')
    cursor.fail(
      "a quote inside a cell: put the whole cell in quotes, and double this one",
      cursor.at,
    );
  return { text, quoted: false, at };
}

function readQuoted(cursor: TextCursor, start: number): string {
  let text = "";
  for (;;) {
    const end = cursor.text.indexOf('"', cursor.at);
    if (end < 0) cursor.fail('the cell that starts here has no closing "', start);
    text += cursor.text.slice(cursor.at, end);
    cursor.at = end + 1;
    if (!cursor.take('"')) return text;
    text += '"';
  }
}
