import { describe, expect, test } from "vitest";
import { dateModule } from "../../src/native/date.ts";
import { call, countingContext } from "./call.ts";

function yearMonthDay(days: number): [number, number, number] {
  const bytes = call(dateModule(), "to_year_month_day", [days]) as Uint8Array;
  // Asserted by hand: this runs for every day of four centuries.
  if (bytes.length !== 6) throw new Error(`${bytes.length} bytes for day ${days}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return [view.getInt32(0, true), view.getUint8(4), view.getUint8(5)];
}

describe("to_year_month_day", () => {
  test.each([
    [0, [1970, 1, 1]],
    [-1, [1969, 12, 31]],
    [19_782, [2024, 2, 29]],
    [11_016, [2000, 2, 29]],
    [-25_508, [1900, 3, 1]],
    [-719_528, [0, 1, 1]],
    [-719_529, [-1, 12, 31]],
    // No jump where Europe changed its calendar.
    [-141_428, [1582, 10, 14]],
    [-141_429, [1582, 10, 13]],
    [-96_465_292, [-262_143, 1, 1]],
    [95_026_236, [262_142, 12, 31]],
  ])("of day %d is %j", (days, expected) => {
    expect(yearMonthDay(days)).toEqual(expected);
  });

  test("counts every day of four centuries once", () => {
    let previous = yearMonthDay(-1);
    for (let days = 0; days < 146_097; days += 1) {
      const [year, month, date] = yearMonthDay(days);
      const follows =
        date === previous[2] + 1 ? month === previous[1] : date === 1 && previous[2] >= 28;
      if (!follows) throw new Error(`day ${days}: ${year}-${month}-${date}`);
      previous = [year, month, date];
    }
    expect(previous).toEqual([2369, 12, 31]);
  });
});

test.each([
  [0, "UTC", 0],
  [19_905, "Europe/Paris", 1_719_784_800_000_000],
  [-62_091, "Europe/Paris", -5_364_662_961_000_000],
  [-96_465_292, "UTC", -8_334_601_228_800_000_000n],
  [95_026_236, "UTC", 8_210_266_790_400_000_000n],
  [95_026_236, "America/New_York", 8_210_266_808_400_000_000n],
])("to_timestamp of day %d in %s is %d", (days, zone, micros) => {
  expect(call(dateModule(), "to_timestamp", [days, zone])).toBe(micros);
});

test.each([
  ["to_timestamp", [-96_465_293, "UTC"], /^date out of range/],
  ["to_timestamp", [95_026_237, "UTC"], /^date out of range/],
  ["to_timestamp", [-96_465_292, "Europe/Paris"], /^timestamp out of range/],
  ["to_timestamp", [0, "Europe/paris"], /^unknown time zone: Europe\/paris$/],
  ["to_timestamp", [17_839, "America/Sao_Paulo"], /^No such local time/],
  ["to_year_month_day", [-96_465_293], /^date out of range/],
  ["to_year_month_day", [2_147_483_647], /^date out of range/],
])("%s of %j is an error", (name, args, message) => {
  expect(() => call(dateModule(), name, args)).toThrow(message);
});

test("to_timestamp counts a step", () => {
  const context = countingContext();
  call(dateModule(), "to_timestamp", [0, "UTC"], context);
  expect(context.steps).toBe(1);
});
