/**
 * Text of dates, times and decimals, as Lutra writes it after its `@`.
 *
 * Readers return `undefined` for text that is not of the form.
 *
 * @see docs/spec/binary-format.md, "Rendering as a literal"
 */

const microsPerSecond = 1_000_000n;
const microsPerDay = 86_400n * microsPerSecond;
/** Days of -262143-01-01 and +262142-12-31, the first and last date that has a literal. */
const firstDay = -96_465_292;
const lastDay = 95_026_236;

/** Returns `YYYY-MM-DD` for days since 1970-01-01, or `undefined` for a day that is too far away. */
export function dateText(days: number): string | undefined {
  if (days < firstDay || days > lastDay) return undefined;
  const { year, month, day } = civilFromDays(days);
  return `${yearText(year)}-${twoDigits(month)}-${twoDigits(day)}`;
}

/** Returns `YYYY-MM-DDTHH:MM:SS.ffffff` for microseconds since 1970, or `undefined` if too far away. */
export function timestampText(micros: bigint): string | undefined {
  const timeOfDay = ((micros % microsPerDay) + microsPerDay) % microsPerDay;
  const date = dateText(Number((micros - timeOfDay) / microsPerDay));
  return date === undefined ? undefined : `${date}T${clockText(timeOfDay)}`;
}

/** Returns `HH:MM:SS.ffffff` for microseconds, with a minus sign where negative; hours are not wrapped. */
export function clockText(micros: bigint): string {
  const magnitude = micros < 0n ? -micros : micros;
  const seconds = magnitude / microsPerSecond;
  const fraction = (magnitude % microsPerSecond).toString().padStart(6, "0");
  const hours = (seconds / 3600n).toString().padStart(2, "0");
  const rest = Number(seconds % 3600n);
  const sign = micros < 0n ? "-" : "";
  return `${sign}${hours}:${twoDigits(Math.floor(rest / 60))}:${twoDigits(rest % 60)}.${fraction}`;
}

/** Returns `12.34` for hundredths. */
export function decimalText(hundredths: bigint): string {
  const magnitude = hundredths < 0n ? -hundredths : hundredths;
  const fraction = (magnitude % 100n).toString().padStart(2, "0");
  return `${hundredths < 0n ? "-" : ""}${magnitude / 100n}.${fraction}`;
}

/** Days since 1970-01-01 of a date that exists. */
export function daysFromText(text: string): number | undefined {
  const match = /^([+-]?\d{4,6})-(\d\d)-(\d\d)$/.exec(text);
  if (match === null) return undefined;
  const [, year, month, day] = match.map(Number) as [number, number, number, number];
  const days = daysFromCivil(year, month, day);
  // The calendar is the judge of what exists: a day that does not comes back as another one.
  const back = civilFromDays(days);
  if (back.month !== month || back.day !== day) return undefined;
  return days >= firstDay && days <= lastDay ? days : undefined;
}

/** Microseconds since 1970 of `YYYY-MM-DDTHH:MM:SS`, with up to six decimals and perhaps a `Z`. */
export function timestampFromText(text: string): bigint | undefined {
  const match = /^([^T ]+)[T ](\d\d:[^Z]+)Z?$/.exec(text);
  if (match === null) return undefined;
  const [, date = "", clock = ""] = match;
  const days = daysFromText(date);
  const timeOfDay = clockFromText(clock);
  if (days === undefined || timeOfDay === undefined || timeOfDay >= microsPerDay) return undefined;
  return BigInt(days) * microsPerDay + timeOfDay;
}

/** Parses the microseconds of `[-]H:MM:SS` with up to six decimals; hours may be any number. */
export function clockFromText(text: string): bigint | undefined {
  // Ten hour digits are enough for 64 bits, and they bound the work.
  const match = /^([+-]?)(\d{1,10}):([0-5]\d):([0-5]\d)(?:\.(\d{1,6}))?$/.exec(text);
  if (match === null) return undefined;
  const [, sign, hours = "", minutes, seconds, fraction = ""] = match;
  const total = BigInt(hours) * 3600n + BigInt(Number(minutes) * 60 + Number(seconds));
  const micros = total * microsPerSecond + BigInt(fraction.padEnd(6, "0"));
  return sign === "-" ? -micros : micros;
}

/** Parses the hundredths of a decimal number; digits after the second decimal must be zeros. */
export function decimalFromText(text: string): bigint | undefined {
  const match = /^([+-]?)0*(\d{1,18})(?:\.(\d{1,2})0*)?$/.exec(text);
  if (match === null) return undefined;
  const [, sign, whole, fraction = ""] = match;
  const hundredths = BigInt(`${whole}${fraction.padEnd(2, "0")}`);
  return sign === "-" ? -hundredths : hundredths;
}

function yearText(year: number): string {
  const digits = String(Math.abs(year)).padStart(4, "0");
  if (year < 0) return `-${digits}`;
  return year > 9999 ? `+${digits}` : digits;
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

// The two conversions count from 0000-03-01, so that the leap day is the last day of a year,
// in eras of 400 years, which all have the same number of days.
const daysPerEra = 146_097;
const epochDay = 719_468;

function civilFromDays(days: number): { year: number; month: number; day: number } {
  const shifted = days + epochDay;
  const era = Math.floor(shifted / daysPerEra);
  const dayOfEra = shifted - era * daysPerEra;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return {
    year: era * 400 + yearOfEra + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
  };
}

function daysFromCivil(year: number, month: number, day: number): number {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * daysPerEra + dayOfEra - epochDay;
}
