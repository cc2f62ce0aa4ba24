import * as support from "@lutra/bin/generated";
import { expect, it } from "vitest";
import { usedValues } from "../../src/names/reserved.ts";

it("names of a module keep clear of all functions that generated code may call", () => {
  expect(Object.keys(support).filter((name) => !usedValues.includes(name))).toEqual([]);
});
