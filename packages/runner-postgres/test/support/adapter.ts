import { describe } from "vitest";
import { testDates } from "./dates.ts";
import type { Engine } from "./engine.ts";
import { testInterface } from "./interface.ts";
import { testProgramCases } from "./program-cases.ts";
import { readCorpus } from "./read-corpus.ts";
import { testShowcases } from "./showcases.ts";
import { testValues } from "./values.ts";

/** Tests of what every adapter must do. */
export function testAdapter(engine: () => Engine): void {
  testResults(engine);
  describe("examples", () => {
    testShowcases(engine);
  });
  describe("dates", () => {
    testDates(engine);
  });
  describe("interface", () => {
    testInterface(engine);
  });
}

/** Tests of results, for another mode of an adapter. */
export function testResults(engine: () => Engine): void {
  describe("cases", () => {
    testProgramCases(engine, readCorpus());
  });
  describe("values", () => {
    testValues(engine);
  });
}
