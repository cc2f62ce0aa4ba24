import { afterAll, beforeAll, describe } from "vitest";
import type { DuckDbRunner } from "../src/index.ts";
import { openDuckDb } from "../src/node.ts";
import { describeEchoes } from "./support/describe-echoes.ts";
import { describeValues } from "./support/describe-values.ts";

let runner: DuckDbRunner;

beforeAll(async () => {
  runner = await openDuckDb();
});

afterAll(() => runner.shutdown());

describe("on DuckDB in Node", () => {
  describeValues(() => runner);

  describeEchoes(() => runner, 100);
});
