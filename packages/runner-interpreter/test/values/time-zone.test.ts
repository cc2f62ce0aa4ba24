import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test, vi } from "vitest";
import { timeZoneNames } from "../../src/values/time-zone-names.ts";
import { TimeZone, timeZone } from "../../src/values/time-zone.ts";

const seconds = (iso: string): number => Date.parse(iso) / 1000;
const day = (iso: string): number => seconds(`${iso}T00:00:00Z`) / 86_400;

describe("timeZone", () => {
  test("knows all 597 names of the database", () => {
    expect(timeZoneNames().size).toBeGreaterThanOrEqual(597);
    for (const name of timeZoneNames())
      expect(Math.abs(timeZone(name).offsetAt(0))).toBeLessThan(16 * 3600);
  });

  test("reads what is asked for once, however many zones take turns, and counts that as work", () => {
    let steps = 0;
    const meter = { step: (count: number) => void (steps += count) };
    // A moment that no other test asks for, and one near which many zones change their offset.
    const moments = [seconds("1871-03-04T05:06:07Z"), seconds("2018-11-04T05:06:07Z")];
    const names = [...timeZoneNames()].slice(0, 200);
    const offsets = (): number[] =>
      names.flatMap((name) => moments.map((then) => timeZone(name).offsetAt(then, meter)));
    const first = offsets();
    expect(steps).toBeGreaterThan(200 * 1000);
    steps = 0;
    for (let round = 0; round < 3; round++) expect(offsets()).toEqual(first);
    expect(steps).toBe(0);
  });

  test("keeps what reads the last 64 zones", () => {
    let steps = 0;
    const meter = { step: (count: number) => void (steps += count) };
    const names = [...timeZoneNames()].slice(0, 65);
    for (const name of names) timeZone(name).offsetAt(seconds("1801-01-01T00:00:00Z"), meter);
    const costOf = (name: string): number => {
      steps = 0;
      timeZone(name).offsetAt(seconds("1802-01-01T00:00:00Z"), meter);
      return steps;
    };
    const [first = "", second = ""] = names;
    const kept = costOf(second);
    // What was not read yet: 64 days, at every second one and at their end, if the offset stays the same.
    expect(kept).toBe(33 * 64);
    expect(costOf(first)).toBe(kept + 8192);
  });

  test("ends where the steps of an execution end", () => {
    const meter = {
      step: () => {
        throw new Error("no steps left");
      },
    };
    const zone = timeZone("Europe/Ljubljana");
    const then = seconds("1822-01-01T00:00:00Z");
    expect(() => zone.offsetAt(then, meter)).toThrow("no steps left");
    expect(zone.offsetAt(then)).toBe(4920);
  });

  test.each(["UTC", "EST5EDT", "Etc/GMT+5", "Asia/Calcutta", "Asia/Kolkata", "GB-Eire", "Zulu"])(
    "takes the name %s",
    (name) => {
      expect(timeZone(name).name).toBe(name);
    },
  );

  test.each([
    "europe/ljubljana",
    "utc",
    "EUROPE/PARIS",
    "+02:00",
    "UTC+1",
    "Mars/Olympus",
    "",
    " UTC",
    "Europe",
    "Europe/",
    "__proto__",
  ])("refuses the name %j", (name) => {
    expect(() => timeZone(name)).toThrow(
      expect.objectContaining({
        name: "RunnerError",
        code: "EXECUTION_ERROR",
        message: `unknown time zone: ${name}`,
      }),
    );
  });
});

describe("offsetAt", () => {
  test.each([
    ["UTC", "2024-07-01T00:00:00Z", 0],
    ["Asia/Kathmandu", "2024-07-01T00:00:00Z", 20_700],
    ["Etc/GMT+5", "2024-07-01T00:00:00Z", -18_000],
    // Both sides of a change.
    ["America/New_York", "2024-03-10T06:59:59Z", -18_000],
    ["America/New_York", "2024-03-10T07:00:00Z", -14_400],
    ["Australia/Lord_Howe", "2024-04-06T14:59:59Z", 39_600],
    ["Australia/Lord_Howe", "2024-04-06T15:00:00Z", 37_800],
    // Across the date line, and the an offset that lasted a week.
    ["Pacific/Apia", "2011-12-30T09:59:59Z", -36_000],
    ["Pacific/Apia", "2011-12-30T10:00:00Z", 50_400],
    ["America/Boa_Vista", "2000-10-08T03:59:59Z", -14_400],
    ["America/Boa_Vista", "2000-10-08T04:00:00Z", -10_800],
    ["America/Boa_Vista", "2000-10-15T02:59:59Z", -10_800],
    ["America/Boa_Vista", "2000-10-15T03:00:00Z", -14_400],
    // Local mean time, to the second.
    ["Europe/Paris", "1800-01-01T00:00:00Z", 561],
    ["Europe/Paris", "-200000-01-01T00:00:00Z", 561],
    ["Asia/Manila", "1844-12-30T23:00:00Z", -57_368],
    // The rules end with the year 2099.
    ["Europe/Paris", "2099-07-01T00:00:00Z", 7200],
    ["Europe/Paris", "2150-07-01T00:00:00Z", 3600],
    ["Australia/Sydney", "2099-12-31T23:59:59Z", 39_600],
    ["Australia/Sydney", "2150-07-01T00:00:00Z", 39_600],
    ["Europe/Paris", "+200000-07-01T00:00:00Z", 3600],
  ])("in %s at %s is %d", (name, iso, offset) => {
    expect(timeZone(name).offsetAt(seconds(iso))).toBe(offset);
  });

  test("at the start of 1970 is read as well as any other", () => {
    expect(new TimeZone("Asia/Tokyo").offsetAt(0)).toBe(9 * 3600);
  });

  test("does not depend on what was asked before", () => {
    const moments = Array.from({ length: 3000 }, (_, i) => ((i * 7919) % 3000) * 2_000_000 - 2e9);
    const zone = timeZone("Europe/London");
    const mixed = new Map(moments.map((at) => [at, zone.offsetAt(at)]));
    for (const at of moments.toSorted((a, b) => a - b))
      expect(zone.offsetAt(at)).toBe(mixed.get(at));
  });
});

describe("startOfDay", () => {
  test.each([
    ["Europe/Paris", "1800-01-01", "1799-12-31T23:50:39Z"],
    ["Europe/Paris", "2150-07-01", "2150-06-30T23:00:00Z"],
    ["America/New_York", "2024-03-10", "2024-03-10T05:00:00Z"],
    ["America/New_York", "2024-03-11", "2024-03-11T04:00:00Z"],
    ["Pacific/Apia", "2011-12-29", "2011-12-29T10:00:00Z"],
    ["Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z"],
    // The clock goes from 24:00 back to 23:00: midnight is reached once.
    ["America/Sao_Paulo", "2018-02-18", "2018-02-18T03:00:00Z"],
    ["America/Sao_Paulo", "2018-11-05", "2018-11-05T02:00:00Z"],
  ])("in %s of %s is %s", (name, date, iso) => {
    expect(timeZone(name).startOfDay(day(date))).toBe(seconds(iso));
  });

  test.each([
    [
      "America/Sao_Paulo",
      "2018-11-04",
      "No such local time: 2018-11-04 has no midnight in America/Sao_Paulo",
    ],
    [
      "Pacific/Apia",
      "2011-12-30",
      "No such local time: 2011-12-30 has no midnight in Pacific/Apia",
    ],
    [
      "America/Havana",
      "2019-11-03",
      "Ambiguous local time, ranging from 2019-11-03T04:00:00Z to 2019-11-03T05:00:00Z: 2019-11-03 begins twice in America/Havana",
    ],
  ])("in %s of %s is an error", (name, date, message) => {
    expect(() => timeZone(name).startOfDay(day(date))).toThrow(
      expect.objectContaining({ code: "EXECUTION_ERROR", message }),
    );
  });

  test("is the first moment of the day by the zone's calendar", () => {
    for (const name of ["America/New_York", "Asia/Kolkata", "Europe/Dublin", "Pacific/Chatham"]) {
      const zone = timeZone(name);
      for (let days = day("1970-01-01"); days < day("2030-01-01"); days += 13) {
        const start = zone.startOfDay(days);
        expect((start + zone.offsetAt(start)) / 86_400).toBe(days);
      }
    }
  });
});

test.each([
  ["America/Sao_Paulo", 180],
  ["Asia/Kathmandu", -330],
])("a process in %s gets the same answers", (zone, offsetMinutes) => {
  const answers = fileURLToPath(new URL("../fixtures/time-zone-answers.ts", import.meta.url));
  const child = spawnSync(
    process.execPath,
    ["--conditions=@lutra/source", "--import=tsx", answers],
    { env: { ...process.env, TZ: zone }, encoding: "utf8", timeout: 20_000 },
  );
  expect(child.stderr).toBe("");
  expect(JSON.parse(child.stdout)).toEqual({
    offsetMinutes,
    paris: 561,
    manila: -57_368,
    marchDay: 1_520_910_000,
    yearZero: -719_529,
    yearMonthDay: [-1, 12, 31],
  });
});

test.each(["noon", "noon GMT+one"])("a platform that tells an offset as %j is refused", (text) => {
  const formats: { format: unknown } = Intl.DateTimeFormat.prototype;
  const format = vi.spyOn(formats, "format", "get").mockReturnValue(() => text);
  expect(() => timeZone("Asia/Kathmandu").offsetAt(9e9)).toThrow(
    `this platform's Intl does not tell the offset of Asia/Kathmandu: ${text}`,
  );
  format.mockRestore();
});
