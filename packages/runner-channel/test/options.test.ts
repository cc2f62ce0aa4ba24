import {
  checkNumericOption,
  durations,
  EchoRunner,
  type NumericOption,
} from "@lutra-internal/testing";
import { expect, test } from "vitest";
import { connectPort, createChannel, servePort } from "../src/index.ts";

const serve = (name: string, accepts: readonly number[]): NumericOption => ({
  name,
  accepts,
  use: (value) =>
    servePort(new EchoRunner(), new MessageChannel().port1, { [name]: value }).destroy(),
});

const connect = (name: string, accepts: readonly number[]): NumericOption => ({
  name,
  accepts,
  use: (value) => connectPort(new MessageChannel().port1, { [name]: value }).shutdown(),
});

test.each([
  serve("maxPrograms", [2 ** 31]),
  serve("maxProgramBytes", [2 ** 31]),
  serve("maxInFlight", [2 ** 31]),
  serve("maxWaiting", [0, 2 ** 31]),
  connect(
    "startTimeoutMs",
    durations.filter((ms) => ms >= 1),
  ),
  connect("firstRequestId", [0, 2 ** 31]),
  {
    name: "maxPrograms",
    accepts: [2 ** 31],
    use: (maxPrograms: number) => createChannel(new EchoRunner(), { maxPrograms }).close(),
  },
])("$name is in range, or refused by name", async (option) => {
  await expect(checkNumericOption(option)).resolves.toBeUndefined();
});
