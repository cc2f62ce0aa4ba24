import { afterAll, beforeAll, describe } from "vitest";
import type { DuckDbRunner } from "../src/index.ts";
import { openDuckDb } from "../src/node.ts";
import { describeDates } from "./support/describe-dates.ts";
import { typedSql, unitTy } from "./support/make-program.ts";

let runner: DuckDbRunner;

beforeAll(async () => {
  runner = await openDuckDb();
});

afterAll(() => runner.shutdown());

describe("on DuckDB in Node", () => {
  describeDates(
    () => runner,
    async (zone) => {
      await runner.run(typedSql(`SET TimeZone = '${zone}'`, unitTy), undefined);
    },
  );
});
