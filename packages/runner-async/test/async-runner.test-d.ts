import type { Run, RunSync } from "@lutra/runner-core";
import { expectTypeOf, test } from "vitest";
import { AsyncRunner } from "../src/index.ts";

declare const inner: RunSync<{ readonly name: string }>;

test("the handle is the synchronous runner's", () => {
  expectTypeOf(new AsyncRunner(inner)).toExtend<Run<{ readonly name: string }>>();
});
