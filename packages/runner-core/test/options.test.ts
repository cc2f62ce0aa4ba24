import { checkNumericOption, type NumericOption } from "@lutra-internal/testing";
import { expect, test } from "vitest";
import { checkedProgramLimits, MessageClient, ProgramBudget, Session } from "../src/transport.ts";
import { FakeRunner } from "./fake-runner.ts";

class SilentClient extends MessageClient {
  protected override send(): undefined {}
  protected override async disconnect(): Promise<void> {}
}

const options: readonly NumericOption[] = [
  {
    name: "maxTotalProgramBytes",
    use: (maxBytes) => new ProgramBudget(maxBytes),
    accepts: [2 ** 31],
  },
  {
    name: "maxProgramBytes",
    use: (maxProgramBytes) => new Session(new FakeRunner(), { maxProgramBytes }),
    accepts: [2 ** 31],
  },
  {
    name: "maxPrograms",
    use: (maxPrograms) => new Session(new FakeRunner(), { maxPrograms }),
    accepts: [2 ** 31],
  },
  {
    name: "firstRequestId",
    use: (firstRequestId) => new SilentClient({ firstRequestId }),
    accepts: [0, 2 ** 31],
  },
];

test.each(options)("$name is a number in range, or refused by name", async (option) => {
  await expect(checkNumericOption(option)).resolves.toBeUndefined();
});

test("limits of programs that are not given are those that are documented", () => {
  expect(checkedProgramLimits({})).toEqual({
    maxPrograms: 1024,
    maxProgramBytes: 268_435_456,
    programBudget: undefined,
  });
});
