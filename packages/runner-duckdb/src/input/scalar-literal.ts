import { CellError } from "@lutra/runner-sql";
import type { Scalar } from "../scalar.ts";

/**
 * Returns a function that writes a scalar in DuckDB's syntax, as an item of a list or a field of a struct.
 *
 * @throws CellError from the writer, for a date or a time that DuckDB does not have
 * @see docs/spec/duckdb.md, "Literals"
 */
export function scalarLiteral({ name, kind, bytes }: Scalar): (value: unknown) => string {
  switch (kind) {
    case "text":
      return (value) => quoted(value as string);
    case "float":
      return (value) => (Object.is(value, -0) ? "-0.0" : String(value));
    case "date":
      return (value) => dateLiteral(value as number);
    case "bits":
      return (value) => String(BigInt.asIntN(bytes * 8, BigInt(value as number | bigint)));
    case "time":
      if (name === "Time") return (value) => timeLiteral(value as bigint);
      if (name === "Timestamp") return (value) => timestampLiteral(value as bigint);
      return String;
    case "bool":
    case "integer":
    case "decimal":
      return String;
  }
}

/** Returns a string in quotes. Line ends and everything else stay as they are. */
export function quoted(text: string): string {
  return `"${escaped(text, '"')}"`;
}

/** Characters that the text of a list or a struct may have before it is escaped, if there is none within it. */
const maxNestedLength = 2 ** 25;

/**
 * Quotes the text of a list or a struct, as an item or a field of another.
 *
 * Each level doubles what it escapes, so that a few bytes could become all memory: with every level fewer are allowed.
 *
 * @param levels how many lists and structs the value is, one within another
 * @throws CellError for one that has something to escape and is longer than 32 Mi characters, halved by each inner
 * level
 */
export function quotedWhole(text: string, levels: number): string {
  const most = maxNestedLength / 2 ** (levels - 1);
  if (text.length > most && !isPlain(text, "'")) {
    throw new CellError(
      `a list or tuple of ${levels} levels within another, with quotes or backslashes in it, is longer than ` +
        `${Math.floor(most)} characters in DuckDB's syntax, in which each level doubles them; ` +
        "pass less at a time, or with fewer levels",
    );
  }
  return `'${escaped(text, "'")}'`;
}

/** Returns `true` if a string has nothing to escape: most have nothing, and looking is cheaper than replacing. */
function isPlain(text: string, quote: string): boolean {
  return !text.includes(quote) && !text.includes("\\");
}

/** Characters that are escaped at a time: the engine lists all that it replaces, and ends the process if it cannot. */
const sliceLength = 2 ** 20;

const special = { '"': /["\\]/g, "'": /['\\]/g } as const;

function escaped(text: string, quote: keyof typeof special): string {
  if (isPlain(text, quote)) return text;
  let result = "";
  for (let start = 0; start < text.length; start += sliceLength) {
    const slice = text.slice(start, start + sliceLength);
    result += slice.replaceAll(special[quote], String.raw`\$&`);
  }
  return result;
}

const daysPerEra = 146_097;
const yearsPerEra = 400;
const msPerDay = 86_400_000;
const microsPerSecond = 1_000_000n;
const microsPerDay = 86_400n * microsPerSecond;

/** DuckDB's infinite day; the next one is the last that it has. */
const infiniteDay = 0x7fff_ffff;
const infiniteMicros = 0x7fff_ffff_ffff_ffffn;

/** 290309-12-22 (BC) at midnight, DuckDB's first TIMESTAMP. Its last one is the last that has 64 bits. */
const firstMicros = -9_223_372_022_400_000_000n;

function dateLiteral(days: number): string {
  if (Math.abs(days) === infiniteDay) return days < 0 ? "-infinity" : "infinity";
  if (days < -infiniteDay) outOfRange("Date", days);
  // The calendar repeats every 400 years; a JavaScript date does not reach as far as DuckDB's.
  const era = Math.floor(days / daysPerEra);
  const date = new Date((days - era * daysPerEra) * msPerDay);
  const year = date.getUTCFullYear() + era * yearsPerEra;
  const shown = String(year > 0 ? year : 1 - year).padStart(4, "0");
  const monthAndDay = date.toISOString().slice(4, 10);
  return `${shown}${monthAndDay}${year > 0 ? "" : " (BC)"}`;
}

function timeLiteral(micros: bigint): string {
  // 24:00:00 is one of DuckDB's.
  if (micros > microsPerDay) outOfRange("Time", micros);
  return clockLiteral(micros);
}

function clockLiteral(micros: bigint): string {
  const seconds = micros / microsPerSecond;
  const parts = [seconds / 3600n, (seconds / 60n) % 60n, seconds % 60n];
  const clock = parts.map((part) => String(part).padStart(2, "0")).join(":");
  return `${clock}.${String(micros % microsPerSecond).padStart(6, "0")}`;
}

function timestampLiteral(micros: bigint): string {
  if (micros === infiniteMicros) return "infinity";
  if (micros === -infiniteMicros) return "-infinity";
  if (micros < firstMicros) outOfRange("Timestamp", micros);
  const timeOfDay = ((micros % microsPerDay) + microsPerDay) % microsPerDay;
  const days = Number((micros - timeOfDay) / microsPerDay);
  return `${dateLiteral(days)} ${clockLiteral(timeOfDay)}`;
}

function outOfRange(name: string, value: number | bigint): never {
  throw new CellError(`DuckDB has no ${name} ${value}`);
}
