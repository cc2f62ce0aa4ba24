import { afterAll, beforeAll, describe } from "vitest";
import type { DuckDbRunner } from "../src/index.ts";
import { openDuckDb } from "../src/node.ts";
import { describeUnsupported } from "./support/describe-unsupported.ts";

let runner: DuckDbRunner;

beforeAll(async () => {
  runner = await openDuckDb();
});

afterAll(() => runner.shutdown());

describe("on DuckDB in Node", () => {
  describeUnsupported("node", () => runner);
});
