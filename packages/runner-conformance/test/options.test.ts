import { checkNumericOption, durations } from "@lutra-internal/testing";
import { expect, test } from "vitest";
import { describeCases } from "../src/vitest.ts";
import { runCases } from "../src/index.ts";

const accepts = durations.filter((ms) => ms >= 1);
const cases = [{ group: "group", name: "passes late", run: () => new Promise<void>(setImmediate) }];

test("timeoutMs of runCases is in range, or refused by name", () =>
  checkNumericOption({
    name: "timeoutMs",
    accepts,
    use: async (timeoutMs) => {
      const results = await runCases(cases, undefined, { timeoutMs });
      expect(results).toMatchObject([{ outcome: "passed" }]);
    },
  }));

test("timeoutMs of describeCases is in range, or refused by name, and one that a timer can wait", () => {
  const given: (number | undefined)[] = [];
  const framework = {
    describe: (_: string, body: () => void): void => body(),
    test: Object.assign((_name: string, _body: unknown, ms?: number) => void given.push(ms), {
      skip: () => {},
    }),
  };
  return checkNumericOption({
    name: "timeoutMs",
    accepts,
    use: (timeoutMs) => {
      describeCases(framework, "title", cases, undefined, { timeoutMs });
      expect(given.at(-1)).toBe(timeoutMs === 1 ? 1 : 2 ** 31 - 1);
    },
  });
});
