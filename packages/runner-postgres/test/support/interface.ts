import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { PostgresRunner } from "../../src/index.ts";
import type { Engine } from "./engine.ts";

const fixture = (name: string): string =>
  readFileSync(new URL(`../fixtures/${name}`, import.meta.url), "utf8");

/** Describes tables of all sorts, and compares with source that Lutra 0.6.2 compiles. */
export function testInterface(engine: () => Engine): void {
  test("every table of every schema is described, in an order that never changes", async () => {
    await engine().execute(
      "drop schema public cascade; create schema public; drop schema if exists audit cascade; " +
        'drop schema if exists empty; drop schema if exists "odd schema" cascade',
    );
    await engine().execute(fixture("tables.sql"));
    const source = await new PostgresRunner(engine().adapter).getInterface();
    expect(source).toBe(fixture("tables.lt"));
  });
}
