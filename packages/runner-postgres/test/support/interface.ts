import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { PostgresRunner } from "../../src/index.ts";
import type { Engine } from "./engine.ts";

const fixture = (name: string): string =>
  readFileSync(new URL(`../fixtures/${name}`, import.meta.url), "utf8");

/** Describes tables of all sorts, and compares with source that Lutra 0.6.2 compiles. */
export function testInterface(engine: () => Engine): void {
  test("every table of every schema is described, in an order that never changes", async () => {
    for (const schema of [
      "audit",
      "empty",
      "odd schema",
      "std",
      "project",
      "from_tasks",
      "module",
    ]) {
      await engine().execute(`drop schema if exists "${schema}" cascade`);
    }
    await engine().execute(
      'drop schema if exists "slash/ed"; drop schema if exists "z""q" cascade; ' +
        "drop schema public cascade; create schema public",
    );
    await engine().execute(fixture("tables.sql"));
    const source = await new PostgresRunner(engine().adapter).getInterface();
    expect(source).toBe(fixture("tables.lt"));
  });
}
