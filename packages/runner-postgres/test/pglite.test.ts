import { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, describe } from "vitest";
import { createPgliteAdapter } from "../src/pglite.ts";
import { testDates } from "./support/dates.ts";
import type { Engine } from "./support/engine.ts";
import { testInterface } from "./support/interface.ts";
import { testProgramCases } from "./support/program-cases.ts";
import { testShowcases } from "./support/showcases.ts";
import { testValues } from "./support/values.ts";

// One database for all: starting one takes seconds.
let database: PGlite;

const engine = (): Engine => ({
  adapter: createPgliteAdapter(database),
  execute: (script) => database.exec(script),
});

beforeAll(async () => {
  database = await PGlite.create();
}, 60_000);

afterAll(() => database.close());

describe("cases", () => testProgramCases(engine));
describe("examples", () => testShowcases(engine));
describe("values", () => testValues(engine));
describe("dates", () => testDates(engine));
describe("interface", () => testInterface(engine));
