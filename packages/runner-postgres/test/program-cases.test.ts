import { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, describe } from "vitest";
import { PostgresRunner } from "../src/index.ts";
import { createPgliteAdapter } from "../src/pglite.ts";
import { describeProgramCases } from "./support/describe-program-cases.ts";

let database: PGlite;

beforeAll(async () => {
  database = await PGlite.create();
}, 60_000);

afterAll(() => database.close());

describe("on PGlite", () => {
  describeProgramCases("pglite", () => new PostgresRunner(createPgliteAdapter(database)));
});
