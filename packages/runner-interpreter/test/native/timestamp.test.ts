import { expect, test } from "vitest";
import { timestampModule } from "../../src/native/timestamp.ts";
import { call, countingContext } from "./call.ts";

const toDate = (micros: number | bigint, zone: string): unknown =>
  call(timestampModule(), "to_date", [micros, zone]);

test.each([
  [0, "UTC", 0],
  [-1, "UTC", -1],
  [0, "America/New_York", -1],
  [86_399_999_999, "UTC", 0],
  [86_400_000_000, "UTC", 1],
  // 2024-06-30 22:00 universal time is the beginning of July in Paris.
  [1_719_784_799_999_999, "Europe/Paris", 19_904],
  [1_719_784_800_000_000, "Europe/Paris", 19_905],
  // Far from 1970, a microsecond before midnight is still the day before.
  [9_007_199_222_399_999, "UTC", 104_249],
  [-5_364_662_961_000_001, "Europe/Paris", -62_092],
  [-5_364_662_961_000_000, "Europe/Paris", -62_091],
  [-62_167_219_200_000_001n, "UTC", -719_529],
  [-62_167_219_200_000_000n, "UTC", -719_528],
  [-8_334_601_228_800_000_000n, "UTC", -96_465_292],
  [8_210_266_876_799_999_999n, "UTC", 95_026_236],
])("to_date of %d in %s is %d", (micros, zone, days) => {
  expect(toDate(micros, zone)).toBe(days);
});

test.each([
  [-8_334_601_228_800_000_001n, "UTC", /^timestamp out of range/],
  [8_210_266_876_800_000_000n, "UTC", /^timestamp out of range/],
  [8_210_266_876_799_999_999n, "Asia/Tokyo", /^date out of range/],
  [-8_334_601_228_800_000_000n, "America/New_York", /^date out of range/],
  [0, "+02:00", /^unknown time zone: \+02:00$/],
])("to_date of %d in %s is an error", (micros, zone, message) => {
  expect(() => toDate(micros, zone)).toThrow(message);
});

test("to_date counts a step", () => {
  const context = countingContext();
  call(timestampModule(), "to_date", [0, "UTC"], context);
  expect(context.steps).toBe(1);
});
