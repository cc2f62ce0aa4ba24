import { executionError } from "../execution-error.ts";
import { timeZoneNames } from "./time-zone-names.ts";

const daySeconds = 86_400;

/**
 * The rules of a time zone, between local and universal time, in whole seconds since 1970.
 *
 * The rules are those of the platform's `Intl`, whatever the process's own zone is. As upstream has it, transitions are
 * known from 1800 to 2099: local mean time applies before a zone's first one, and the offset at the end of 2099 stays for
 * ever (also where that is daylight saving time, as in Australia).
 *
 * @see interpreter, section 8.4
 */
export class TimeZone {
  readonly name: string;
  readonly #format: Intl.DateTimeFormat;
  readonly #blocks = new Map<number, readonly Span[]>();
  #last: Span = { from: 0, until: 0, offset: 0 };

  /** Use {@link timeZone}, which checks the name and keeps zones. */
  constructor(name: string) {
    this.name = name;
    this.#format = new Intl.DateTimeFormat("en-US", {
      timeZone: name,
      timeZoneName: "longOffset",
      // The cheapest of the parts that keep it from writing the whole date as well.
      weekday: "narrow",
    });
  }

  /** Seconds to add to universal time to get local time. */
  offsetAt(seconds: number): number {
    const known = Math.min(Math.max(seconds, firstSecond), lastSecond);
    if (known < this.#last.from || known >= this.#last.until) this.#last = this.#spanAt(known);
    return this.#last.offset;
  }

  /**
   * Universal time of the moment when a local day begins.
   *
   * @param days - the day, counted from 1970-01-01
   * @throws RunnerError `EXECUTION_ERROR` if the clock shows that day's midnight never or twice
   */
  startOfDay(days: number): number {
    const local = days * daySeconds;
    const before = this.offsetAt(local - maxOffsetSeconds);
    const after = this.offsetAt(local + maxOffsetSeconds);
    if (before === after) return local - before;
    // The clock changes near that midnight. Zones never change twice within two days.
    const isEarlier = this.offsetAt(local - before) === before;
    const isLater = this.offsetAt(local - after) === after;
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

  #spanAt(seconds: number): Span {
    const index = Math.floor(seconds / blockSeconds);
    let spans = this.#blocks.get(index);
    if (spans === undefined) {
      spans = this.#readBlock(index * blockSeconds);
      this.#blocks.set(index, spans);
    }
    return spans.find((span) => seconds < span.until) as Span;
  }

  /** All spans of equal offset in the block that starts at a second. */
  #readBlock(start: number): Span[] {
    const spans: Span[] = [];
    let from = start;
    let offset = this.#readOffset(start);
    for (let at = start; at < start + blockSeconds; at += sampleSeconds) {
      const next = this.#readOffset(at + sampleSeconds);
      if (next === offset) continue;
      const until = this.#findChange(at, at + sampleSeconds, offset);
      spans.push({ from, until, offset });
      from = until;
      offset = next;
    }
    spans.push({ from, until: start + blockSeconds, offset });
    return spans;
  }

  /** First second with another offset than the one at `low`; there is one up to `high`. */
  #findChange(low: number, high: number, offset: number): number {
    let same = low;
    let changed = high;
    while (changed - same > 1) {
      const middle = Math.floor((same + changed) / 2);
      if (this.#readOffset(middle) === offset) same = middle;
      else changed = middle;
    }
    return changed;
  }

  #readOffset(seconds: number): number {
    const text = this.#format.format(seconds * 1000);
    const match = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(text);
    if (match === null) {
      throw executionError(
        `this platform's Intl does not tell the offset of ${this.name}: ${text}`,
      );
    }
    const [, sign, ...parts] = match;
    const [hours = 0, minutes = 0, rest = 0] = parts.map((part) => Number(part ?? 0));
    const size = (hours * 60 + minutes) * 60 + rest;
    return sign === "-" ? -size : size;
  }
}

/** A stretch of time, `until` not included, in which the offset stays the same. */
interface Span {
  readonly from: number;
  readonly until: number;
  readonly offset: number;
}

/** 1800-01-01 and the last second of 2099. */
const firstSecond = -5_364_662_400;
const lastSecond = 4_102_444_799;

/** How much of a zone is read at once: dates of a program lie close together, and `Intl` is slow (about 2 us a call). */
const blockSeconds = 64 * daySeconds;

/** Offsets are read at this distance; the shortest-lived one known, in Sierra Leone in 1939, lasted four days. */
const sampleSeconds = 2 * daySeconds;

/** No zone was ever further from universal time (15:56:08 in Manila until 1844). */
const maxOffsetSeconds = 16 * 3600;

function isoText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(".000", "");
}

function dayText(days: number): string {
  return isoText(days * daySeconds).replace(/T.*/, "");
}

/** How many zones are kept: one that is asked for all its 300 years takes about 0.3 MB. */
const maxZones = 64;
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
    const [oldest] = zones.keys();
    if (zones.size >= maxZones && oldest !== undefined) zones.delete(oldest);
    zones.set(name, zone);
  }
  return zone;
}
