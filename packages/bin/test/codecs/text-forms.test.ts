import { expect, test } from "vitest";
import { duration, isoDuration, jsDay } from "../../src/index.ts";

const second = 1_000_000n;

test.each([
  ["PT0S", 0n],
  ["PT0.5S", second / 2n],
  ["PT1S", second],
  ["PT1M", 60n * second],
  ["PT1M0.000001S", 60n * second + 1n],
  ["PT1H", 3600n * second],
  ["PT1H1S", 3601n * second],
  ["PT59M59S", 3599n * second],
  ["-PT1H1M", -3660n * second],
])("the duration %s has %d microseconds", (iso, micros) => {
  expect(isoDuration.decode(duration.encode(micros))).toBe(iso);
  expect(duration.decode(isoDuration.encode(iso))).toBe(micros);
});

test.each([
  ["P1D", 86_400n * second],
  ["+P1DT2H", 93_600n * second],
  ["PT90M", 5400n * second],
  ["PT1,25S", (5n * second) / 4n],
  ["-PT3600S", -3600n * second],
])("the duration %s is read too", (iso, micros) => {
  expect(duration.decode(isoDuration.encode(iso))).toBe(micros);
});

test("the day of a Date is that in UTC, up to its last millisecond", () => {
  const days = ["2024-10-04T00:00:00.000Z", "2024-10-04T23:59:59.999Z", "1969-12-31T23:59:59.999Z"];
  const read = days.map((day) => jsDay.decode(jsDay.encode(new Date(day))).toISOString());
  expect(read.map((day) => day.slice(0, 10))).toEqual(["2024-10-04", "2024-10-04", "1969-12-31"]);
});
