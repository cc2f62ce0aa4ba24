import { executionError } from "../execution-error.ts";
import type { Machine } from "../memory/machine.ts";
import { timeZoneNames } from "./time-zone-names.ts";

const daySeconds = 86_400;

/**
 * The rules of a time zone, between local and universal time, in whole seconds since 1970.
 *
 * The rules are those of the platform's `Intl`, whatever the process's own zone is. As upstream has it, transitions are
 * known from 1800 to 2099: local mean time applies before a zone's first one, and the offset at the end of 2099 stays for
 * ever (also where that is daylight saving time, as in Australia).
 *
 * @see docs/spec/interpreter.md, "Dates and time zones"
 */
export class TimeZone {
  readonly name: string;
  /** Offset of each block, {@link unread}, or {@link changes}. */
  readonly #offsets: Int32Array = new Int32Array(lastBlock - firstBlock + 1).fill(unread);
  /** For blocks in which the offset changes: the end of each of their spans, and the offset up to it. */
  readonly #changes: Map<number, Float64Array> = new Map();
  #last: Span = { from: Infinity, until: Infinity, offset: unread };

  /** Use {@link timeZone}, which checks the name and keeps zones. */
  constructor(name: string) {
    this.name = name;
  }

  /**
   * Returns the seconds to add to universal time to get local time.
   *
   * @param meter counts the work of reading from `Intl` what was not read before
   * @throws RunnerError `LIMIT_EXCEEDED` of the meter
   */
  offsetAt(seconds: number, meter: Meter = unlimited): number {
    const known = Math.min(Math.max(seconds, firstSecond), lastSecond);
    if (known < this.#last.from || known >= this.#last.until) {
      this.#last = this.#spanAt(known, meter);
    }
    return this.#last.offset;
  }

  /**
   * Returns universal time of the moment when a local day begins.
   *
   * @param days - the day, counted from 1970-01-01
   * @param meter as for {@link TimeZone.offsetAt}
   * @throws RunnerError `EXECUTION_ERROR` if the clock shows that day's midnight never or twice
   */
  startOfDay(days: number, meter: Meter = unlimited): number {
    const local = days * daySeconds;
    const before = this.offsetAt(local - maxOffsetSeconds, meter);
    const after = this.offsetAt(local + maxOffsetSeconds, meter);
    if (before === after) return local - before;
    // The clock changes near that midnight. Zones never change twice within two days.
    const isEarlier = this.offsetAt(local - before, meter) === before;
    const isLater = this.offsetAt(local - after, meter) === after;
    if (isEarlier && isLater) {
      const [from, to] = [before, after].map((offset) => isoText(local - offset));
      throw executionError(
        `Ambiguous local time, ranging from ${from} to ${to}: ${dayText(days)} begins twice in ${this.name}`,
      );
    }
    if (!isEarlier && !isLater) {
      throw executionError(`No such local time: ${dayText(days)} has no midnight in ${this.name}`);
    }
    return local - (isEarlier ? before : after);
  }

  #spanAt(seconds: number, meter: Meter): Span {
    const block = Math.floor(seconds / blockSeconds);
    const start = block * blockSeconds;
    if (this.#offsets[block - firstBlock] === unread) this.#readBlock(block, meter);
    const offset = this.#offsets[block - firstBlock] as number;
    const spans = this.#changes.get(block);
    if (spans === undefined) return { from: start, until: start + blockSeconds, offset };
    let from = start;
    let i = 0;
    while (seconds >= (spans[i] as number)) {
      from = spans[i] as number;
      i += 2;
    }
    return { from, until: spans[i] as number, offset: spans[i + 1] as number };
  }

  /** Finds all spans of equal offset in a block. */
  #readBlock(block: number, meter: Meter): void {
    const start = block * blockSeconds;
    const format = formatFor(this.name, meter);
    const read = (seconds: number): number => {
      meter.step(readSteps);
      return this.#readOffset(format, seconds);
    };
    const spans: number[] = [];
    const first = read(start);
    let offset = first;
    for (let at = start; at < start + blockSeconds; at += sampleSeconds) {
      const next = read(at + sampleSeconds);
      if (next === offset) continue;
      spans.push(findChange(read, at, at + sampleSeconds, offset), offset);
      offset = next;
    }
    if (spans.length > 0) {
      this.#changes.set(block, Float64Array.of(...spans, start + blockSeconds, offset));
    }
    this.#offsets[block - firstBlock] = spans.length > 0 ? changes : first;
  }

  #readOffset(format: Intl.DateTimeFormat, seconds: number): number {
    const text = format.format(seconds * 1000);
    // "GMT", "GMT+01:00" or "GMT-01:23:45", after other parts.
    const at = text.lastIndexOf("GMT");
    const parts = text
      .slice(at + 4)
      .split(":")
      .map(Number);
    const [hours, minutes = 0, rest = 0] = parts as [number, number?, number?];
    const size = (hours * 60 + minutes) * 60 + rest;
    if (at < 0 || Number.isNaN(size)) {
      throw executionError(
        `this platform's Intl does not tell the offset of ${this.name}: ${text}`,
      );
    }
    return text.charAt(at + 3) === "-" ? -size : size;
  }
}

/** Returns the first second with another offset than the one at `low`; there is one up to `high`. */
function findChange(
  read: (seconds: number) => number,
  low: number,
  high: number,
  offset: number,
): number {
  let same = low;
  let changed = high;
  while (changed - same > 1) {
    const middle = Math.floor((same + changed) / 2);
    if (read(middle) === offset) same = middle;
    else changed = middle;
  }
  return changed;
}

/** Counts work, as `Machine` does. */
type Meter = Pick<Machine, "step">;

const unlimited: Meter = { step: () => undefined };

/** A stretch of time, `until` not included, in which the offset stays the same. */
interface Span {
  readonly from: number;
  readonly until: number;
  readonly offset: number;
}

/** 1800-01-01 and the last second of 2099. */
const firstSecond = -5_364_662_400;
const lastSecond = 4_102_444_799;

/**
 * Span of a zone that is read at once: dates of a program lie close together, and `Intl` is slow (about 2 us a call).
 */
const blockSeconds = 64 * daySeconds;

const firstBlock = Math.floor(firstSecond / blockSeconds);
const lastBlock = Math.floor(lastSecond / blockSeconds);

/** Stand in the list of offsets for a block that was not read, and for one with several; no offset is so far out. */
const unread = 0x7fff_ffff;
const changes = 0x7fff_fffe;

/** Steps that a call of `Intl` counts, and making a formatter: by the time that 100 million steps may take. */
const readSteps = 64;
const formatSteps = 8192;

/** Offsets are read at this distance; the shortest-lived one known, in Sierra Leone in 1939, lasted four days. */
const sampleSeconds = 2 * daySeconds;

/** No zone was ever further from universal time (15:56:08 in Manila until 1844). */
const maxOffsetSeconds = 16 * 3600;

function isoText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(".000", "");
}

function dayText(days: number): string {
  return isoText(days * daySeconds)
    .split("T", 1)
    .join("");
}

/**
 * Zones that were asked for, as far as they were read. They are never dropped, as reading them is slow: a zone takes 7 KB,
 * and up to 50 KB once all its changes are known; there are 600.
 */
const zones = /* @__PURE__ */ new Map<string, TimeZone>();
let names: ReadonlySet<string> | undefined;

/**
 * Finds a time zone by its name in the IANA database. Case counts; offsets like `+02:00` are no names.
 *
 * @throws RunnerError `EXECUTION_ERROR` for any other name
 */
export function timeZone(name: string): TimeZone {
  let zone = zones.get(name);
  if (zone === undefined) {
    names ??= timeZoneNames();
    if (!names.has(name)) throw executionError(`unknown time zone: ${name}`);
    zone = new TimeZone(name);
    zones.set(name, zone);
  }
  return zone;
}

/** Number of formatters that are kept, those that were used last: each takes some 50 KB outside of the engine's heap. */
const maxFormats = 64;
const formats = /* @__PURE__ */ new Map<string, Intl.DateTimeFormat>();

function formatFor(name: string, meter: Meter): Intl.DateTimeFormat {
  let format = formats.get(name);
  if (format === undefined) {
    meter.step(formatSteps);
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: name,
      timeZoneName: "longOffset",
      // The cheapest of the parts that keep it from writing the whole date as well.
      weekday: "narrow",
    });
    const [oldest] = formats.keys();
    if (formats.size >= maxFormats && oldest !== undefined) formats.delete(oldest);
  }
  formats.delete(name);
  formats.set(name, format);
  return format;
}
