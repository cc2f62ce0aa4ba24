import { PGlite } from "@electric-sql/pglite";
import type { ProgramCase } from "@lutra-internal/fixtures";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPgliteAdapter } from "../../src/pglite.ts";
import type { Engine } from "../support/engine.ts";
import { testProgramCases } from "../support/program-cases.ts";

const cases = new URL("../../../../internal/fixtures/data/program-cases.json", import.meta.url);
const failures = new URL("../known-failures.txt", import.meta.url);

async function textOf(url: URL): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  return response.text();
}

const corpus = {
  cases: JSON.parse(await textOf(cases)) as readonly ProgramCase[],
  failures: await textOf(failures),
};

let database: PGlite;

beforeAll(async () => {
  database = await PGlite.create();
}, 120_000);

afterAll(() => database.close());

const engine = (): Engine => ({
  adapter: createPgliteAdapter(database),
  execute: (script) => database.exec(script),
});

describe("on PGlite in a browser", () => {
  test("nothing of Node is there", () => {
    expect("Buffer" in globalThis || "process" in globalThis).toBe(false);
  });

  testProgramCases(engine, corpus);
});
