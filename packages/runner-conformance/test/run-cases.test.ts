import { describe, expect, test } from "vitest";
import {
  type ConformanceCase,
  createReport,
  parseKnownFailures,
  renderReport,
  runCases,
} from "../src/index.ts";
import { describeCases } from "../src/vitest.ts";

const cases: readonly ConformanceCase<{ readonly broken: readonly string[] }>[] = [
  { group: "a", name: "one" },
  { group: "a", name: "two" },
  { group: "b", name: "three", needs: ["cut"] as const },
].map((each) => ({
  ...each,
  run: async ({ broken }) => {
    if (broken.includes(each.name)) throw new Error(`${each.name} is broken`);
  },
}));

async function outcomes(
  broken: readonly string[],
  options: Parameters<typeof runCases>[2] = {},
): Promise<Record<string, string>> {
  const results = await runCases(cases, { broken }, options);
  return Object.fromEntries(results.map(({ name, outcome }) => [name, outcome]));
}

describe("the outcome of a case", () => {
  test("passed or failed", async () => {
    expect(await outcomes(["two"])).toEqual({ one: "passed", two: "failed", three: "passed" });
  });

  test("skipped where the subject lacks what it needs", async () => {
    const options = { lacks: ["cut"] } as const;
    expect(await outcomes(["three"], options)).toMatchObject({ three: "skipped" });
  });

  test("a known failure where it is listed, and unexpected if it passes", async () => {
    const options = { knownFailures: new Set(["a: one", "a: two"]) };
    expect(await outcomes(["two"], options)).toEqual({
      one: "unexpected pass",
      two: "known failure",
      three: "passed",
    });
  });

  test("a known failure that is no case fails", async () => {
    const options = { knownFailures: new Set(["a: nine"]) };
    expect(await outcomes([], options)).toMatchObject({ "a: nine": "failed" });
  });

  test("and of no further one once the subject is gone", async () => {
    const results = await runCases(cases, {
      broken: ["two"],
      connect: () => Promise.reject(new Error("connect ECONNREFUSED")),
    });
    expect(results).toMatchObject([
      { name: "one", outcome: "passed" },
      { name: "two", outcome: "failed" },
      {
        group: "subject",
        outcome: "failed",
        message:
          'the subject is gone after the case "a: two"; 1 cases were not run: connect ECONNREFUSED',
      },
    ]);
  });

  test("and of all if the subject is there after a failure", async () => {
    let ends = 0;
    const runner = { getExternals: async () => [], shutdown: async () => ends++ };
    const results = await runCases(cases, { broken: ["one", "two"], connect: async () => runner });
    expect(results).toHaveLength(3);
    expect(ends).toBe(2);
  });

  test("failed where a case does not end", async () => {
    const endless = [{ group: "a", name: "endless", run: () => new Promise<void>(() => {}) }];
    const results = await runCases(endless, undefined, { timeoutMs: 20 });
    expect(results).toMatchObject([{ outcome: "failed", message: "not within 20 ms: the case" }]);
  });
});

test("a list of known failures has comments and empty lines", () => {
  const text = "# about\n\na: one\n  b: #3 # issue 12\r\n";
  expect([...parseKnownFailures(text)]).toEqual(["a: one", "b:"]);
});

describe("a report", () => {
  test.each([
    [[], new Set<string>(), true],
    [["one"], new Set<string>(), false],
    [["one"], new Set(["a: one"]), true],
    [[], new Set(["a: one"]), false],
  ])("of broken %j and known %j", async (broken, knownFailures, isConformant) => {
    const results = await runCases(cases, { broken }, { knownFailures });
    expect(createReport("mine", results).isConformant).toBe(isConformant);
  });

  test("shows every case, what went wrong, and the counts", async () => {
    const results = await runCases(cases, { broken: ["two"] }, { lacks: ["cut"] });
    const text = renderReport(createReport("mine", results));
    expect(text.replaceAll(/ +/g, " ")).toBe(
      "mine\n\npassed 0 ms a: one\nfailed 0 ms a: two\n two is broken\nskipped 0 ms b: three\n the subject lacks: cut\n\n1 passed, 1 failed, 1 skipped\n",
    );
  });
});

test("a report for people shows the start of a long message, one for machines all of it", () => {
  const message = "the process died:\nat one\nat two\nat three\nat four";
  const result = { group: "a", name: "one", outcome: "failed", durationMs: 7, message } as const;
  const report = createReport("mine", [result]);
  expect(report.results[0]?.message).toBe(message);
  const indent = " ".repeat(18);
  expect(renderReport(report)).toBe(
    `mine\n\nfailed      7 ms  a: one\n${indent}the process died:\n${indent}at one\n${indent}at two\n${indent}… (2 more lines)\n\n1 failed\n`,
  );
});

test("a report for people shows all of a message of three lines", () => {
  const message = "one\ntwo\nthree";
  const result = { group: "a", name: "one", outcome: "failed", durationMs: 7, message } as const;
  const shown = renderReport(createReport("mine", [result])).replaceAll(/ +/g, " ");
  expect(shown).toBe("mine\n\nfailed 7 ms a: one\n one\n two\n three\n\n1 failed\n");
});

describe("the adapter for test frameworks", () => {
  /** Registers cases with a framework that only keeps what it is given. */
  function registered(
    options: Parameters<typeof describeCases>[4],
  ): Map<string, () => Promise<void>> {
    const tests = new Map<string, () => Promise<void>>();
    const add = (name: string, body: () => Promise<void>): void => void tests.set(name, body);
    const skip = (name: string): void => void tests.set(`skip ${name}`, async () => {});
    const describeNow = (_: string, body: () => void): void => body();
    const framework = { describe: describeNow, test: Object.assign(add, { skip }) };
    describeCases(framework, "mine", cases, { broken: ["two"] }, options);
    return tests;
  }

  test("registers each case", async () => {
    const tests = registered({});
    expect([...tests.keys()]).toEqual(["one", "two", "three"]);
    await tests.get("one")?.();
    await expect(tests.get("two")?.()).rejects.toThrow("two is broken");
  });

  test("skips what the subject lacks", () => {
    expect([...registered({ lacks: ["cut"] }).keys()]).toContain("skip three");
  });

  test("turns known failures round", async () => {
    const tests = registered({ knownFailures: new Set(["a: one", "a: two", "a: nine"]) });
    await expect(tests.get("one (known failure)")?.()).rejects.toThrow("take it off the list");
    await tests.get("two (known failure)")?.();
    await expect(tests.get("a: nine")?.()).rejects.toThrow("a known failure that is no case");
  });
});
